import type { tokens as source } from '../en/tokens.ts'

export const tokens: Readonly<Record<keyof typeof source, string>> = {
  'tokens.about':
    'Untuk program yang memakai API sebagai ganti orang, misalnya Prometheus atau pencadangan. Token tidak pernah cukup untuk akun, token, dan apa pun yang meminta konfirmasi ulang.',
  'tokens.make': 'Buat token',
  'tokens.makeTitle': 'Buat token API',
  'tokens.name': 'Nama program',
  'tokens.nameHint': 'Tercantum di audit di samping nama Anda.',
  'tokens.role': 'Apa yang boleh dilakukan?',
  'tokens.never': 'Tidak pernah melebihi akun Anda sendiri, sekarang atau nanti.',
  'tokens.days': 'Berlaku selama',
  'tokens.dayCount.one': '{count} hari',
  'tokens.dayCount.other': '{count} hari',
  'tokens.once':
    'Salin token ini sekarang: tidak akan ditampilkan lagi. Siapa pun yang memilikinya dapat melakukan apa yang diizinkan perannya.',
  'tokens.token': 'Token API',
  'tokens.of': 'milik',
  'tokens.expires': 'Berlaku sampai',
  'tokens.neverUsed': 'Belum pernah dipakai',
  'tokens.revoke': 'Cabut',
  'tokens.revokeThis': 'Cabut {name}',
  'tokens.revokeTitle': 'Cabut token {name}?',
  'tokens.revokeBody': 'Program yang memakainya langsung ditolak.',
  'tokens.revoked': 'Token {name} sudah dicabut.',
  'tokens.none': 'Tidak ada token',
  'tokens.noneYet': 'Program memerlukannya untuk membaca angka di sini, atau melakukan apa yang diizinkan suatu peran.',
  'tokens.useTitle': 'Cara program memakainya',
  'tokens.use': 'Di header Authorization setiap permintaan. API dijelaskan di /api/openapi.json.',
  'tokens.may.operator':
    'Semua yang dapat dilakukan moderator, serta mengubah pengaturan, model, dan persona, menetapkan batas pengguna, mengedit dan melupakan ingatan. Tanpa kanal dan rahasia.',
  'tokens.may.owner':
    'Semua yang dapat dilakukan token operator, serta membaca audit dan tanda terima penghapusan. Akun, ekspor, dan penghapusan memerlukan orang.',
}

import type { errors as source } from '../en/errors.ts'

export const errors: Readonly<Record<keyof typeof source, string>> = {
  'error.bad-request': 'Layanan tidak menerimanya. Periksa yang Anda ketik.',
  'error.signed-out': 'Anda belum masuk. Masuklah dahulu.',
  'error.credentials-wrong': 'Itu tidak benar. Periksa yang Anda ketik.',
  'error.code-needed': 'Kode dari aplikasi autentikator Anda juga diperlukan.',
  'error.link-unknown': 'Tautan ini tidak berlaku lagi. Mintalah yang baru.',
  'error.role-missing': 'Peran Anda tidak mengizinkannya. Hubungi pemilik layanan ini.',
  'error.step-up-needed': 'Pastikan bahwa ini Anda. Coba lagi dan ketik sandi Anda.',
  'error.origin-refused': 'Layanan hanya menerima perubahan dari halamannya sendiri. Muat ulang halaman.',
  'error.not-found': 'Itu sudah tidak ada. Muat ulang halaman.',
  'error.conflict': 'Orang lain sudah mengubahnya. Muat ulang halaman dan lihat dahulu sebelum mencoba lagi.',
  'error.blocked': 'Penjaga memblokirnya, jadi tidak ada yang diubah. Tulis dengan cara lain.',
  'error.too-large': 'Itu terlalu besar. Coba yang lebih kecil.',
  'error.too-many': 'Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi.',
  'error.unavailable': 'Layanan belum dapat melakukannya sekarang. Coba lagi sebentar lagi.',
  'error.unreachable': 'Layanan tidak menjawab. Pastikan layanan berjalan.',
  'error.internal': 'Terjadi kesalahan. Penyebabnya ada di log layanan.',
}

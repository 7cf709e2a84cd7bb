import type { takeOver as source } from '../en/take-over.ts'

export const takeOver: Readonly<Record<keyof typeof source, string>> = {
  'takeOver.title': 'Siapa yang menjawab',
  'takeOver.about':
    'Asisten menjawab di sini. Ambil alih untuk menjawab sebagai manusia: asisten berhenti sementara, dan pengguna diberi tahu.',
  'takeOver.take': 'Ambil alih',
  'takeOver.takeFrom': 'Tetap ambil alih',
  'takeOver.from': 'Ambil alih dari {name}?',
  'takeOver.from.about': '{name} lalu tidak dapat menulis di sini lagi. Yang sudah dikirimnya tetap ada.',
  'takeOver.somebody': 'Seseorang',
  'takeOver.yours': 'Anda menjawab di sini',
  'takeOver.theirs': '{name} menjawab di sini',
  'takeOver.since': 'Diambil alih',
  'takeOver.unanswered': '{count} belum dijawab',
  'takeOver.left.minutes.one': 'Kembali ke asisten setelah hening {count} menit lagi',
  'takeOver.left.minutes.other': 'Kembali ke asisten setelah hening {count} menit lagi',
  'takeOver.left.seconds.one': 'Kembali ke asisten setelah hening {count} detik lagi',
  'takeOver.left.seconds.other': 'Kembali ke asisten setelah hening {count} detik lagi',
  'takeOver.handBack': 'Kembalikan',
  'takeOver.handedBack': 'Asisten menjawab lagi di sini, juga yang belum dijawab.',
  'takeOver.waiting': 'Menunggu jawaban Anda',
  'takeOver.waiting.none': 'Tidak ada yang menunggu jawaban.',
  'takeOver.waiting.more': 'Masih ada lagi. Pesan Anda menjawab yang terlihat oleh Anda.',
  'takeOver.message': 'Pesan Anda',
  'takeOver.message.about': 'Ditandai sebagai ditulis manusia, tanpa nama Anda. Penjaga menilainya sebelum dikirim.',
  'takeOver.length': '{count} dari {most}',
  'takeOver.send': 'Kirim',
  'takeOver.keys': 'Ctrl ⏎',
  'takeOver.sent': 'Pesan dikirim seperti jawaban lainnya.',
  'takeOver.held': 'Sekarang bukan Anda yang menjawab di sini. Yang Anda ketik tetap ada.',
  'takeOver.windowClosed':
    'Platform tidak menerima pesan sekarang: sudah terlalu lama tidak ada yang menulis. Tunggu sampai ada yang menulis.',
  'takeOver.blocked': 'Penjaga memblokirnya: {hazards}',
  'takeOver.blocked.what':
    'Tidak ada yang dikirim. Sampaikan dengan cara lain; pesan dinilai bersama pertanyaannya. Atau kembalikan.',
}

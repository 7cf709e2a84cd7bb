import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start:
    'Saya mengingat yang Anda ceritakan tentang diri Anda. /memories menampilkannya, /forget menghapusnya, /memory off menghentikannya.',
  help: '/memories menampilkan yang saya ingat tentang Anda. /remember TEKS, /edit 3 TEKS dan /forget 3 mengubahnya.\n/memory off menghentikannya, /private menjedanya di sini.\n/export memberi Anda semua yang saya simpan tentang Anda, /delete_me menghapusnya.',
  reset: 'Yang saya ingat tentang Anda tetap ada: /memories.',
  empty: 'Saya belum mengingat apa pun tentang Anda. /remember TEKS menyimpan sesuatu.',
  kinds: {
    profile: 'Tentang Anda',
    fact: 'Fakta',
    event: 'Peristiwa',
  },
  earlier: 'Tidak berlaku lagi, disimpan sebagai riwayat',
  inGroup: 'dikatakan di grup',
  passages: (count) => `Pesan lama Anda yang bisa saya cari: ${count}`,
  page: (number, of) => `Halaman ${number} dari ${of}. Yang lain: /memories ${number < of ? number + 1 : 1}`,
  howToChange: '/forget 3 menghapus nomor 3, /edit 3 TEKS mengubahnya.',
  rememberHow: 'Katakan apa yang harus saya ingat, misalnya: /remember Saya alergi kacang',
  tooLong: (charactersMax) => `Itu terlalu panjang untuk diingat. Gunakan paling banyak ${charactersMax} karakter.`,
  full: 'Saya tidak bisa mengingat lebih banyak tentang Anda. /memories menampilkan apa yang bisa dihapus.',
  saved: (text, number) => `Tersimpan: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `Itu sudah saya ketahui: ${text} (/forget ${number})`,
  notKept: {
    off: 'Tidak saya simpan: ingatan sedang mati. /memory on menyalakannya.',
    private: 'Tidak saya simpan: mode pribadi aktif di sini. /private off mengakhirinya.',
  },
  editHow: 'Kirim nomor dan teks barunya, misalnya: /edit 3 Saya tinggal di Bergen',
  edited: (text, number) => `Diubah: ${text} (/forget ${number})`,
  noSuchNumber: (number) =>
    `Tidak ada apa-apa di nomor ${number}, atau sudah tidak ada. /memories menampilkan yang ada.`,
  forgetHow: 'Apa yang harus saya lupakan? /forget 3, /forget Oslo atau /forget all. /memories menampilkan nomornya.',
  forgotten: (numbers) => `Dilupakan: ${numbers}. Tidak akan saya pakai atau pelajari lagi.`,
  forgottenMessages: (count) => `Pesan lama yang menyebutnya dan tidak saya lihat lagi: ${count}`,
  whichOne: 'Yang mana maksud Anda? Kirim /forget dengan nomornya:',
  nothingFound: 'Saya tidak mengingat hal seperti itu.',
  forgetAllConfirm: (count) =>
    `Haruskah saya melupakan semua yang saya ingat tentang Anda (${count}) dan tidak lagi melihat yang dikatakan sampai sekarang? Kalau ya, kirim: /forget all yes`,
  forgottenAll:
    'Selesai. Semua yang saya ingat tentang Anda sudah saya lupakan, dan yang dikatakan sampai sekarang tidak saya lihat lagi. Jika ada yang perlu saya ingat lagi: /remember TEKS.',
  used: 'Dari ingatan saya, jawaban terakhir saya di sini memakai:',
  usedNone: 'Jawaban terakhir saya di sini tidak memakai apa pun yang saya ingat tentang Anda.',
  usedGone: 'Jawaban itu juga memakai sesuatu yang kini sudah dilupakan.',
  state: {
    on: 'Ingatan menyala. /memory off menghentikannya dan menyimpan yang ada.',
    off: 'Ingatan mati: saya tidak mempelajari dan tidak memakai apa pun. Yang ada tetap tersimpan. /memory on menyalakannya. Percakapan ini masih saya lihat sampai Anda mengirim /reset.',
    never: 'Pengelola bot ini mematikan ingatan.',
  },
  private: {
    on: 'Mode pribadi aktif di sini: saya tidak mempelajari apa pun dan tidak memakai yang saya ingat. /private off mengakhirinya; yang dikatakan selama itu tidak saya lihat lagi.',
    off: 'Mode pribadi mati di sini. Yang dikatakan di dalamnya tidak saya lihat lagi.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `Haruskah saya menghapus semua tentang Anda di sini, selamanya? Pesan: ${messages}, ingatan: ${memories}, gambar: ${pictures}. Kalau ya, kirim: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `Semua tentang Anda di sini sedang dihapus. Pesan: ${messages}, ingatan: ${memories}, gambar: ${pictures}. Kalau Anda menulis lagi, saya tidak mengenal Anda.`,
  shared: 'Beberapa orang menulis dengan nama ini, jadi saya tidak mengingat apa pun tentangnya.',
  answeredInPrivate: 'Saya sudah menjawab Anda di obrolan pribadi kita.',
  askInPrivate: 'Tanyakan itu kepada saya di obrolan pribadi, supaya hanya Anda yang membaca jawabannya.',
  onlyHere: 'Itu hanya bisa di sini, di obrolan pribadi kita. Silakan kirim di sini.',
}

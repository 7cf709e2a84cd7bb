import { memory } from './memory/id.ts'
import type { Texts } from './text-table.ts'

export const id: Texts = {
  language: 'id',
  start:
    'Halo! Saya Chasqui. Tulis apa saja kepada saya, atau kirim foto dan tanyakan tentang foto itu.\n' +
    'Yang bisa saya lakukan: /help. Mulai dari awal: /reset.',
  help:
    'Tulis pesan dan saya menjawab. Kirim sampai lima foto dengan pertanyaan, lalu teruslah bertanya tentangnya. ' +
    'Kalau Anda membalas sebuah pesan, saya melihat pesan yang mana.\n' +
    '/reset memulai percakapan baru: saya tidak lagi melihat yang dikatakan sebelumnya.\n' +
    '/status memberi tahu model mana yang menjawab dan bagaimana jawaban diperiksa.\n' +
    '“berhenti” atau /stop mengakhiri jawaban yang sedang saya tulis.\n' +
    'Saya bisa salah. Periksalah hal yang penting.',
  resetDone: 'Selesai, percakapan baru. Mau bicara tentang apa?',
  unknownCommand: 'Saya tidak mengenal perintah ini. /help menunjukkan yang bisa saya lakukan.',
  files: {
    ready: 'Ini semua yang saya simpan tentang Anda.',
    fetch: 'Ambil dalam 24 jam. Setelah itu, atau begitu Anda memilikinya, berkas ini dihapus.',
    onlyPrivately: 'Ini hanya saya berikan di obrolan pribadi. Tulis /export kepada saya di sana.',
    refused: {
      busy: 'Berkas seperti ini sedang dibuat. Silakan coba lagi satu menit lagi.',
      'no-room': 'Saat ini tidak ada ruang untuk berkas seperti ini. Silakan coba lagi nanti.',
      'no-files':
        'Di aplikasi ini saya tidak bisa mengirim berkas seperti ini. Silakan minta data Anda kepada pengelola bot ini.',
    },
    lost: 'Saya tidak bisa mengirim berkas ini. Silakan minta lagi dengan /export.',
  },
  statusModel: (model) => `Model: ${model}`,
  statusEngine: {
    ready: 'Mesin: siap',
    starting: 'Mesin: sedang dinyalakan, mohon tunggu sebentar',
    failed: 'Mesin: tidak berjalan; pengelola bot ini dapat melihat sebabnya',
  },
  statusPictures: {
    seen: 'Gambar: saya bisa melihatnya',
    unseen: 'Gambar: dengan model ini saya tidak bisa melihatnya',
  },
  statusGuard: {
    full: 'Pemeriksaan keamanan: setiap pesan dan setiap jawaban diperiksa oleh model penjaga',
    demonstration:
      'Pemeriksaan keamanan: hanya penjaga demonstrasi yang bekerja. Banyak hal lolos darinya; jangan mengandalkannya.',
    off: 'Pemeriksaan keamanan: dimatikan oleh pengelola bot ini; hanya aturan sederhana yang berlaku',
    none: 'Pemeriksaan keamanan: tidak ada model penjaga; hanya aturan sederhana yang berlaku',
  },
  statusPicturesJudged: { yes: 'Gambar juga diperiksa', no: 'Gambarnya sendiri tidak diperiksa' },
  blockedQuestion: 'Saya tidak bisa membantu soal itu. Ada hal lain yang bisa saya lakukan?',
  blockedAnswer: 'Sebaiknya saya tidak memberikan jawaban yang hendak saya berikan. Coba tanyakan dengan cara lain.',
  stoppedAnswer: '(Saya berhenti di sini: sisa jawaban ini tidak lolos pemeriksaan keamanan.)',
  cutAnswer: {
    length: '(Saya berhenti di sini: jawaban ini terlalu panjang. Minta saya melanjutkan kalau Anda mau.)',
    repeated: '(Saya berhenti di sini: saya hanya mengulang kata-kata yang sama.)',
  },
  apology: 'Maaf, ada yang salah di pihak saya dan saya tidak bisa menjawab. Silakan coba lagi sebentar lagi.',
  stillWorking: 'Ini perlu waktu sedikit lebih lama. Saya masih mengerjakannya …',
  limited: 'Itu banyak sekali sekaligus! Beri saya jeda sebentar, lalu tulis lagi.',
  tooLong: (charactersMax) => `Itu terlalu panjang untuk saya. Kirim paling banyak sekitar ${charactersMax} karakter.`,
  nothingToAnswer: 'Tidak ada yang bisa saya baca di pesan Anda. Tulis beberapa kata atau kirim foto.',
  notAllowed: 'Maaf, saya tidak boleh berbicara dengan Anda di sini. Mintalah akses kepada pengelola bot ini.',
  access: {
    code: (code, goodFor) =>
      `Halo! Saya belum boleh berbicara dengan Anda. Tunjukkan kode ini kepada pengelola bot ini agar Anda diizinkan:\n\n${code}\n\nKode ini berlaku selama ${goodFor}.`,
    tooManyWait:
      'Halo! Saya belum boleh berbicara dengan Anda, dan sudah terlalu banyak orang yang menunggu. Silakan tulis lagi satu jam lagi.',
    approved: 'Anda sudah diizinkan. Tulis apa saja, atau kirim foto dan tanyakan sesuatu.',
  },
  unsupported: {
    audio: 'Saya belum bisa mendengarkan pesan suara atau audio. Bisa dituliskan?',
    video: 'Saya belum bisa menonton video. Foto atau tangkapan layar bisa.',
    file: 'Saya belum bisa membuka berkas. Tempelkan teksnya di sini atau kirim fotonya.',
    sticker: 'Stiker yang bagus! Tetapi saya tidak bisa membacanya. Katakan dengan kata-kata?',
    location: 'Saya belum bisa memakai lokasi. Sebutkan tempatnya dengan kata-kata.',
    contact: 'Saya belum bisa memakai kontak. Tulis apa yang ingin Anda ketahui.',
    other: 'Saya belum bisa membaca pesan jenis ini. Tulis beberapa kata atau kirim foto.',
  },
  pictureBroken: 'Saya tidak bisa membuka gambar ini, tampaknya rusak. Bisa dikirim lagi?',
  pictureTooLarge: 'Gambar ini terlalu besar untuk saya. Tolong kirim yang lebih kecil.',
  notAPicture: 'Berkas ini bukan gambar yang saya kenal. JPEG, PNG, WebP, GIF, dan AVIF bisa.',
  pictureSvg: 'Saya tidak bisa melihat gambar SVG. Tolong kirim sebagai PNG atau JPEG.',
  pictureHeic:
    'Saya tidak bisa membuka foto HEIC di sini. Tolong kirim sebagai JPEG (di banyak ponsel: “paling kompatibel”).',
  pictureGone: 'Saya tidak bisa lagi mengambil gambar ini. Tolong kirim lagi.',
  tooManyPictures: (seen) =>
    seen === 1
      ? 'Gambarnya lebih banyak daripada yang bisa saya lihat. Saya melihat yang pertama.'
      : `Gambarnya lebih banyak daripada yang bisa saya lihat. Saya melihat ${seen} yang pertama.`,
  picturesUnseen:
    'Dengan model yang saya pakai, saya tidak bisa melihat gambar. Saya hanya bisa menjawab kata-kata Anda.',
  visionFault:
    'Saat ini saya tidak bisa melihat gambar: mata saya tidak lulus ujinya. Saya hanya bisa menjawab kata-kata Anda.',
  stop: 'Berhenti',
  stopped: '(Dihentikan.)',
  nothingToStop: 'Tidak ada yang perlu dihentikan.',
  takeOver: {
    begins: 'Mulai sekarang seseorang dari tim menjawab di sini.',
    ends: 'Asisten kembali menjawab di sini.',
    by: '— Seseorang dari tim:',
  },
  maybeRepeated: '(Mungkin Anda sudah menerima jawaban ini.)',
  memory,
}

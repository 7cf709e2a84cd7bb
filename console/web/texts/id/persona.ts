import type { persona as source } from '../en/persona.ts'

export const persona: Readonly<Record<keyof typeof source, string>> = {
  'persona.about':
    'Nama bot dan gaya bicaranya. Ini tidak mengubah aturannya: bot tetap menjawab dalam bahasa penulis, dan tidak mengarang apa pun.',
  'persona.words': 'Nama dan gaya',
  'persona.words.about': 'Berlaku mulai jawaban berikutnya, untuk semua.',
  'persona.name': 'Nama',
  'persona.name.hint': 'Jika kosong, bot bernama Chasqui.',
  'persona.tone': 'Gaya',
  'persona.tone.hint':
    'Beberapa kalimat pendek, misalnya: Ceria dan ringkas. Berbicara sederhana. Jika kosong, bot hangat dan ramah.',
  'persona.tokens': '{tokens} dari {max} token',
  'persona.tokens.unknown': 'Paling banyak {max} token. Token dihitung setelah model siap.',
  'persona.tokens.tooMany': 'Persingkat gayanya: setiap jawaban memakai token ini.',
  'persona.save': 'Simpan',
  'persona.discard': 'Buang',
  'persona.saving': 'Penjaga memeriksanya dahulu.',
  'persona.saved': 'Tersimpan. Berlaku mulai jawaban berikutnya.',
  'persona.ignored': '{model} tidak memakai persona',
  'persona.ignored.why':
    'Jawabannya sama dengan atau tanpa persona. Yang Anda simpan di sini dipakai begitu model lain menjawab.',
  'persona.long': 'Terlalu panjang untuk {model}',
  'persona.long.why':
    'Model ini menghitung lebih banyak token daripada yang sebelumnya: kalimat-kalimat terakhir gaya tidak disertakan. Persingkatlah.',
  'persona.none': 'tidak ada',
  'persona.try': 'Coba',
  'persona.try.about':
    'Satu jawaban dengan yang ada di atas, tersimpan atau belum. Dinilai seperti setiap jawaban, dan tidak ada yang disimpan.',
  'persona.try.text': 'Pesan',
  'persona.try.first': 'Halo! Kamu siapa, dan apa yang bisa kamu lakukan?',
  'persona.history': 'Riwayat',
  'persona.history.about': 'Setiap perubahan, terbaru dahulu. Untuk mengurungkan, kembalikan versi yang lebih lama.',
  'persona.history.none': 'Belum ada yang diubah',
  'persona.history.noneYet':
    'Bot bernama Chasqui dan memakai gaya bawaannya. Setiap perubahan akan dicantumkan di sini.',
  'persona.version': 'Versi {version}',
  'persona.version.now': 'Sekarang',
  'persona.version.by': 'oleh {name}',
  'persona.version.byNobody': 'oleh akun yang sudah tidak ada',
  'persona.version.back': 'Kembalikan',
  'persona.version.backOf': 'Kembalikan versi {version}',
  'persona.version.default': 'Kembali ke nama dan gaya bawaan',
  'persona.version.isDefault': 'Nama dan gaya bawaan bot',
  'persona.lose.title': 'Kembalikan?',
  'persona.lose.body': 'Yang Anda ketik dan belum disimpan akan hilang.',
}

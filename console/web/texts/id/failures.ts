/** What the service says of parts that are not well, in this language: loaded once one is. */
export const failures: Readonly<Record<string, string>> = {
  'sentence.telegram.bad-token':
    'TELEGRAM_BOT_TOKEN bukan token bot: salin dari @BotFather; bentuknya seperti 123456:AA…',
  'sentence.telegram.token-unknown':
    'Telegram tidak mengenal token ini ({status}). Token dicabut atau salah ketik: ambil yang sekarang dari @BotFather, lalu atur di konsol (Kanal) atau sebagai TELEGRAM_BOT_TOKEN. Jika TELEGRAM_API_ROOT diatur, periksa juga.',
  'sentence.telegram.other-process':
    'Proses lain memakai token bot ini. Hentikan yang lain, atau beri layanan ini bot sendiri dari @BotFather. ({said})',
  'sentence.discord.bad-token':
    'DISCORD_BOT_TOKEN bukan token bot: salin dari {portal}, aplikasi Anda, Bot, Reset Token.',
  'sentence.discord.token-unknown':
    'Discord tidak mengenal token ini: dicabut atau salah ketik. Buat yang baru di https://discord.com/developers/applications (aplikasi Anda, Bot, Reset Token), lalu atur di konsol (Kanal) atau sebagai DISCORD_BOT_TOKEN.',
  'sentence.discord.shards-refused': 'Discord menolak shard: atur discord.shards ke auto di chasqui.yaml.',
  'sentence.discord.too-many-servers':
    'Bot ini ada di lebih banyak server dari yang dilayani satu sambungan: atur discord.shards ke auto di chasqui.yaml.',
  'sentence.discord.version-over': 'Discord tidak lagi mendukung versi gateway ini: perbarui Chasqui.',
  'sentence.discord.no-intent':
    'Discord tidak mengizinkan bot ini membaca pesan. Buka {portal}, pilih aplikasinya, lalu Bot, dan aktifkan MESSAGE CONTENT INTENT di Privileged Gateway Intents.',
  'sentence.discord.closed': 'Discord menutup sambungan untuk seterusnya ({number}).',
  'sentence.meta.no-id': '{product} menjawab tanpa id; periksa META_GRAPH_ROOT',
  'sentence.meta.token-refused':
    'Meta tidak menerima token ini ({number}): kedaluwarsa atau dicabut. Buat yang baru dan atur {setting}.',
  'sentence.meta.no-permission': 'Meta menjawab {number}: {said}. Periksa izin aplikasi dan tokennya.',
  'sentence.meta.unauthorised': 'Meta menjawab {number}: {said}. Buat token baru dan atur {setting}.',
  'sentence.meta.refused': 'Meta menjawab {number}: {said}',
  'sentence.meta.no-json': 'Meta menjawab {status} tanpa JSON; periksa META_GRAPH_ROOT',
  'sentence.meta.no-app-secret':
    'META_APP_SECRET belum diatur; Meta menandatangani dengannya: salin dari dasbor aplikasi di developers.facebook.com (App settings, Basic, App secret).',
  'sentence.meta.no-verify-token':
    'META_VERIFY_TOKEN belum diatur: buat sendiri, misalnya dengan openssl rand -hex 16, dan beri Meta yang sama di tempat webhook disiapkan.',
  'sentence.meta.no-public-url':
    'Pesan dari Meta datang lewat webhook dan CHASQUI_PUBLIC_URL belum diatur: atur ke alamat https tempat Meta mencapai layanan ini.',
  'sentence.meta.no-https':
    'Pesan dari Meta datang lewat webhook dan CHASQUI_PUBLIC_URL bukan alamat https: atur ke alamat https tempat Meta mencapai layanan ini.',
  'sentence.meta.no-cloud-token':
    'WHATSAPP_CLOUD_PHONE_ID sudah diatur: atur juga WHATSAPP_CLOUD_TOKEN, token akses pengguna sistem dengan whatsapp_business_messaging.',
  'sentence.meta.no-phone-id':
    'WHATSAPP_CLOUD_TOKEN sudah diatur: atur juga WHATSAPP_CLOUD_PHONE_ID, id nomor telepon yang ditampilkan dasbor aplikasi di WhatsApp, API setup.',
  'sentence.call.limited.one': '{platform} tidak menerima lagi selama {count} dtk; tunggu selama itu',
  'sentence.call.limited.other': '{platform} tidak menerima lagi selama {count} dtk; tunggu selama itu',
  'sentence.call.refused': '{platform} menolak: {said}',
  'sentence.call.refused-by-number': '{platform} menolak ({number}): {said}',
  'sentence.call.server-error': '{platform} menjawab {status}; bisa dicoba lagi',
  'sentence.call.server-error-unknown': '{platform} menjawab {status}; pesannya mungkin terkirim, mungkin tidak',
  'sentence.call.no-answer': 'tidak ada jawaban dari {platform} ({reason}); bisa dicoba lagi',
  'sentence.call.no-answer-unknown':
    'tidak ada jawaban dari {platform} ({reason}); pesannya mungkin terkirim, mungkin tidak',
  'sentence.meta.bad-phone-id':
    'ID nomor telepon hanya berisi angka, dan bukan nomor itu sendiri: dasbor aplikasi menampilkannya di WhatsApp, API setup.',
  'sentence.meta.unknown-phone-id':
    'Tidak ada nomor telepon dengan ID {id} untuk token ini: dasbor aplikasi menampilkannya di WhatsApp, API setup.',
  'sentence.meta.other-app':
    'Rahasia aplikasi ini bukan milik aplikasi asal token ini. Salin dari App settings, Basic, aplikasi itu, atau buat token di aplikasi yang memiliki rahasia ini.',
  'sentence.discord.may-not-write': 'Bot tidak boleh menulis di {channels}: beri perannya {rights} di sana.',
  'sentence.engine.stopped': 'Mesin dihentikan.',
  'sentence.engine.no-program': 'Program yang menjalankan model tidak ada: {why}',
  'sentence.engine.cannot-start': '{model} tidak dapat dijalankan: {said}',
  'sentence.engine.unfit': '{model} dijalankan dan tidak dapat digunakan.',
  'sentence.host.not-yet': '{host} belum menjawab.',
  'sentence.host.unanswered': '{host} tidak menjawab sebuah pertanyaan selama {seconds} dtk.',
  'sentence.host.unreachable': '{host} tidak dapat dijangkau ({code}).',
  'sentence.host.broke-off': '{host} memutus koneksi ({code}).',
  'sentence.host.key-refused': '{host} menolak kunci kita ({said}): atur {setting}.',
  'sentence.host.key-right': 'Apakah {setting} benar?',
  'sentence.host.wants-key': 'Jika ia meminta kunci, atur {setting}.',
  'sentence.host.unknown-path': '{host} tidak mengenal model atau jalurnya ({said}): periksa {url} dan {model}.',
  'sentence.host.other-models': 'Ia tidak punya model "{model}", tetapi {names}: atur {setting}.',
  'sentence.host.busy': '{host} sedang sibuk ({said}).',
  'sentence.host.failed': '{host} gagal ({said}).',
  'sentence.host.try-again': 'Ia meminta dicoba lagi dalam {seconds} dtk.',
  'sentence.host.no-answer': '{host} tidak memberi jawaban ({said}).',
  'sentence.host.elsewhere': '{host} mengarahkan ke alamat lain ({said}): atur {url} ke alamat itu.',
  'sentence.host.refused': '{host} menolak permintaan ({said}).',
  'sentence.host.no-json': '{host} menjawab dengan sesuatu yang bukan JSON.',
  'sentence.host.web-page': '{host} menjawab dengan halaman web: periksa {setting}.',
  'sentence.host.fell-silent': '{host} terdiam {seconds} dtk di tengah jawaban.',
  'sentence.host.did-not-begin': '{host} tidak mulai menjawab dalam {seconds} dtk.',
  'sentence.host.late': '{host} tidak menjawab dalam {seconds} dtk.',
  'sentence.guard.no-probabilities':
    'Penjaga {model} tidak memberi probabilitas token: atur {setting} ke penjaga lain.',
  'sentence.guard.unreadable': 'Penjaga {model} tidak memberi putusan yang dapat dibaca.',
  'sentence.guard.calls-unsafe-safe': 'Penjaga {model} menyebut aman teks yang jelas tidak aman.',
  'sentence.guard.calls-safe-unsafe': 'Penjaga {model} menyebut tidak aman teks yang jelas aman.',
  'sentence.vision.failed': 'Uji gambar gagal: {said}',
  'sentence.vision.few-tokens': 'Uji gambar gagal: sebuah gambar hanya menambah {tokens} token.',
  'sentence.vision.ignored': 'Host menerima gambar dan tidak melihatnya.',
  'sentence.embedder.cannot-load': '{model} tidak dapat dimuat. Jalankan npm ci, lalu mulai lagi.',
  'sentence.embedder.no-vectors':
    '{model} tidak membuat vektor teks. Pilih yang lain, atau tulis --pooling-nya sebagai serverArguments di card.json.',
  'sentence.embedder.odd-answer': '{host} menjawab dengan sesuatu yang bukan daftar vektor.',
  'sentence.embedder.odd-vectors': '{host} menjawab dengan {what}.',
  'sentence.database.mighty-role':
    'peran "{role}" di DATABASE_URL adalah superuser atau melewati keamanan tingkat baris, sehingga memori tidak terlindungi',
  'sentence.proxy.silent':
    'Proksi di {address} tidak mengatakan atas nama siapa, jadi tidak ada batas per jaringan: buat ia mengirim X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
  'sentence.proxy.unnamed-here':
    'Proksi di komputer ini tidak disebut dalam {setting}, jadi tidak ada batas per jaringan.',
  'sentence.disk.unknown': 'Ruang kosong tidak diketahui.',
  'sentence.disk.unseen': 'Tidak diketahui untuk {folders}.',
  'sentence.disk.full':
    'Tidak ada yang baru diterima sampai ruang bertambah (limits.diskFreeBytesMin): sediakan ruang.',
  'sentence.delivery.refused': 'Platform menolak token {channels}: atur yang berlaku; jawaban menunggunya.',
  'sentence.settings.unused': 'Tidak dipakai karena tidak bisa lagi: {settings}; lihat Pengaturan di konsol.',
  'sentence.switch.failed': '{model} tidak bertugas.',
  'sentence.switch.serves': '{model} yang menjawab.',
  'sentence.proxy.unnamed':
    'Pengunjung datang melalui {address}, yang tidak disebut dalam {setting}, dan berbagi batas satu jaringan.',
  'sentence.proxy.name-it': 'Jika itu proksi Anda, atur {setting} ke {value} di chasqui.yaml.',
  'sentence.proxy.name-it-and-send':
    'Jika itu proksi Anda, atur {setting} ke {value} di chasqui.yaml, dan buat ia mengirim X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
}

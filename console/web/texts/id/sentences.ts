/** What else the service says with a code, in this language. */
export const sentences: Readonly<Record<string, string>> = {
  'sentence.conversation.gone': 'Percakapan ini tidak ada. Mungkin penggunanya sudah dihapus.',
  'sentence.picture.gone': 'Gambar ini tidak lagi disimpan.',
  'sentence.group.gone': 'Grup ini tidak dikenal lagi. Muat ulang halaman.',
  'sentence.group.changed': 'Orang lain sudah memilih mode lain untuk grup ini. Mode itu kini ditampilkan.',
  'sentence.group.private': 'Ini obrolan pribadi: semua yang ditulis di sana untuk bot.',
  'sentence.group.too-many': 'Terlalu banyak grup memiliki mode sendiri. Biarkan sebagian mengikuti bawaan.',
  'sentence.group.default-changed':
    'Orang lain sudah mengubah bawaannya. Kini ditampilkan; pilih lagi jika Anda masih mau.',
  'sentence.channel.changed':
    'Orang lain sudah mengubah kanal ini. Kini ditampilkan apa adanya; simpan lagi jika Anda masih mau.',
  'sentence.channel.off': 'Kanal ini nonaktif. Aktifkan dahulu.',
  'sentence.list.part-gone': 'Bagian daftar ini tidak ada lagi. Muat ulang halaman.',
  'sentence.take-over.blocked': 'Penjaga memblokir pesan ini. Tidak ada yang dikirim: katakan dengan cara lain.',
  'sentence.take-over.unjudged':
    'Tidak ada penjaga yang bisa menilai pesan ini, jadi tidak ada yang dikirim. Coba lagi sebentar lagi: npm run doctor menunjukkan apa yang salah.',
  'sentence.take-over.busy': 'Jawaban terakhir masih diselesaikan. Coba lagi sebentar lagi.',
  'sentence.take-over.too-many': 'Itu terlalu banyak pesan sekaligus. Coba lagi sebentar lagi.',
  'sentence.take-over.window-closed':
    'Platform hanya menerima pesan selama beberapa waktu setelah seseorang menulis, dan waktu itu sudah lewat. Tunggu sampai ia menulis lagi.',
  'sentence.take-over.not-allowed': 'Pengguna ini diblokir atau belum diizinkan. Ubah dahulu di Pengguna.',
  'sentence.take-over.over': 'Asisten menjawab lagi di sini.',
  'sentence.persona.changed': 'Orang lain sudah mengubah persona. Kini ditampilkan; yang Anda ketik masih ada.',
  'sentence.receipt.gone': 'Tanda terima itu tidak ada.',
  'sentence.receipt.unknown':
    'Yang dibutuhkan penghapusan ini tidak diketahui lagi. Buka penggunanya dan hapus sekali lagi.',
  'sentence.receipt.not-failed': 'Penghapusan ini tidak dihentikan: sedang berjalan atau sudah selesai.',
  'sentence.turn.gone': 'Giliran itu tidak ada, atau masa simpannya sudah lewat.',
  'sentence.guard.no-pictures': 'Penjaga yang bekerja tidak membaca gambar: coba teks.',
  'sentence.device.signed-out': 'Perangkat ini sudah keluar.',
  'sentence.token.gone': 'Token API ini sudah dicabut.',
  'sentence.second-factor.too-late':
    'Ini memakan lebih dari sepuluh menit. Mulai lagi dengan kode baru untuk dipindai.',
  'sentence.second-factor.on': 'Faktor kedua sudah aktif. Muat ulang halaman.',
  'sentence.owner.last': 'Ini satu-satunya pemilik. Jadikan orang lain pemilik dahulu.',
  'sentence.person.gone': 'Pengguna itu tidak ada lagi.',
  'sentence.limits.changed': 'Batas ini sudah diubah, dan tidak ada yang ditimpa. Lihat batas yang sekarang.',
  'sentence.switch.not-cancelled':
    'Tidak ada pergantian yang berjalan, atau tidak bisa dibatalkan lagi: akan berlanjut sampai selesai.',
  'sentence.second-factor.off': 'Aktifkan faktor kedua dahulu.',
  'sentence.person.unknown': 'Pengguna itu tidak ada. Mungkin sudah dihapus: lihat Memori & privasi.',
  'sentence.export.gone': 'Ekspor ini tidak ada lagi. Buat yang baru.',
  'sentence.access-code.unknown':
    'Kode itu tidak ada, atau lebih tua dari satu jam. Minta ia menulis lagi: jawabannya berisi kode baru.',
  'sentence.memory.empty': 'Memori perlu kata-kata. Untuk menghapusnya, lupakan.',
  'sentence.memory.gone': 'Memori ini tidak ada lagi: sudah dilupakan atau diganti.',
  'sentence.memory.changed': 'Memori ini sudah diubah, dan tidak ada yang ditimpa. Lihat isinya sekarang.',
  'sentence.settings.changed': 'Orang lain sudah mengubahnya. Lihat keadaannya sekarang, lalu simpan sekali lagi.',
  'sentence.people.too-many': 'Lebih dari {max} pengguna bernama seperti ini. Ketik lebih banyak.',
  'sentence.take-over.by-other': '{name} kini menjawab di sini.',
  'sentence.take-over.somebody': 'Orang lain kini menjawab di sini.',
  'sentence.persona.blocked':
    'Penjaga memblokir nama atau nada ini ({hazards}). Tidak ada yang diubah: tulis dengan cara lain.',
  'sentence.persona.too-long': 'Nama dan nada berisi {tokens} token; {max} yang disimpan. Persingkat nadanya.',
  'sentence.guard.failed':
    'Penjaga tidak bisa menilai ini ({code}). Selama begitu, tidak ada yang mendapat jawaban: npm run doctor menunjukkan apa yang salah.',
  'sentence.guard.too-slow':
    'Penjaga terlalu lama menilai ini. Selama begitu, tidak ada yang mendapat jawaban: npm run doctor menunjukkan apa yang salah.',
  'sentence.invitations.too-many': 'Ada {max} undangan terbuka. Cabut satu dahulu.',
  'sentence.tokens.too-many': 'Ada {max} token API. Cabut satu dahulu.',
  'sentence.role.made-viewer':
    'Seseorang sudah mengubah peran {name} menjadi pemantau. Muat ulang halaman dan putuskan lagi.',
  'sentence.role.made-moderator':
    'Seseorang sudah mengubah peran {name} menjadi moderator. Muat ulang halaman dan putuskan lagi.',
  'sentence.role.made-operator':
    'Seseorang sudah mengubah peran {name} menjadi operator. Muat ulang halaman dan putuskan lagi.',
  'sentence.role.made-owner':
    'Seseorang sudah mengubah peran {name} menjadi pemilik. Muat ulang halaman dan putuskan lagi.',
  'sentence.person.is-blocked': '{name} diblokir. Buka blokirnya dahulu.',
  'sentence.install.none': '{model} tidak sedang dipasang.',
  'sentence.label.taken-back': 'Orang lain sudah menarik labelnya. Putuskan lagi jika Anda tidak setuju.',
  'sentence.label.changed': 'Orang lain sudah memberi label. Kini ditampilkan; putuskan lagi jika Anda tidak setuju.',
  'sentence.switch.other-changed': 'Orang lain sudah mengganti modelnya.',
  'sentence.switch.refused': 'Itu ditolak.',
  'sentence.switch.too-large': '{title} lebih besar dari memori mesin ini.',
  'sentence.switch.busy': 'Pergantian ke model lain sedang berjalan. Tunggu sampai selesai.',
  'sentence.switch.cancelled': 'Dibatalkan.',
  'sentence.switch.stopping': 'Layanan berhenti.',
  'sentence.switch.host': 'Jawaban datang dari host (engine.url). Hapus itu untuk memakai model mesin ini.',
  'sentence.switch.not-loaded': 'Tidak termuat dalam satu jam.',
  'sentence.model.locked': '{setting} menentukan model yang menjawab: hapus, mulai ulang, lalu pilih di sini.',
  'sentence.model.used': 'Model ini bertugas, atau pergantian berjalan: pilih model lain dahulu.',
  'sentence.model.unknown': 'Model itu tidak ada di katalog.',
  'sentence.model.bundled': '{model} bagian dari Chasqui: selalu ada.',
  'sentence.model.installed': '{model} sudah terpasang.',
  'sentence.install.no-room': 'Kurang {missing} di disk {folder}. Sediakan ruang, lalu mulai lagi.',
  'sentence.install.busy': '{model} sedang dipasang. Tunggu sampai selesai, atau jeda.',
  'sentence.install.odd-hub': 'Hub menjawab lain dari yang diharapkan.',
  'sentence.install.other-files':
    'Hub kini memiliki berkas lain dari yang ditampilkan. Lihat, lalu setujui lisensinya lagi.',
  'sentence.whatsapp.linked-already': 'Sudah ada ponsel yang tertaut: lepaskan dahulu.',
  'sentence.setting.locked': '{variable} di lingkungan mengaturnya: ubah di sana',
  'sentence.setting.not-applied': 'Layanan tidak bisa bekerja dengannya. Lognya menjelaskan sebabnya.',
  'sentence.setting.stopping': 'Layanan sedang dihentikan. Coba lagi saat berjalan.',
  'sentence.setting.busy': 'Perubahan lain masih berjalan. Coba lagi sebentar lagi.',
  'sentence.check.unreadable': 'Jawabannya tidak terbaca. Apakah alamat API yang diatur benar milik platform ini?',
  'sentence.check.known': '{platform} mengenalnya sebagai {name}.',
  'sentence.check.waiting.one': '{count} pesan menunggunya.',
  'sentence.check.waiting.other': '{count} pesan menunggunya.',
  'sentence.telegram.no-groups':
    'Bot tidak bisa ditambahkan ke grup. Jika perlu, izinkan di @BotFather: /setjoingroups.',
  'sentence.telegram.reads-all': 'Di grup, bot membaca semuanya.',
  'sentence.telegram.reads-mentions':
    'Di grup, bot hanya melihat yang ditujukan kepadanya: perintah, sebutan, dan balasan. @BotFather mengubahnya: /setprivacy; lalu tambahkan lagi ke grup.',
  'sentence.telegram.other-webhook':
    'Telegram kini mengirim pesannya ke {host}. Dengan menyimpan, pesan datang ke sini.',
  'sentence.telegram.other-address':
    'Telegram kini mengirim pesannya ke alamat lain. Dengan menyimpan, pesan datang ke sini.',
  'sentence.telegram.webhook-set': 'Webhook-nya sudah diatur.',
  'sentence.telegram.webhook-failure': 'Kegagalan terbaru webhook-nya, menurut Telegram: {said}',
  'sentence.telegram.bad-token':
    'TELEGRAM_BOT_TOKEN bukan token bot: salin dari @BotFather; bentuknya seperti 123456:AA…',
  'sentence.telegram.token-unknown':
    'Telegram tidak mengenal token ini ({status}). Token dicabut atau salah ketik: ambil yang sekarang dari @BotFather, lalu atur di konsol (Kanal) atau sebagai TELEGRAM_BOT_TOKEN. Jika TELEGRAM_API_ROOT diatur, periksa juga.',
  'sentence.telegram.other-process':
    'Proses lain memakai token bot ini. Hentikan yang lain, atau beri layanan ini bot sendiri dari @BotFather. ({said})',
  'sentence.discord.reads-nothing':
    'Bot tidak boleh membaca yang ditulis orang: Discord menolak sambungan. Buka {portal}, pilih aplikasinya, lalu Bot, dan aktifkan MESSAGE CONTENT INTENT.',
  'sentence.discord.reads': 'Bot boleh membaca yang ditulis orang.',
  'sentence.discord.private': 'Hanya Anda yang bisa menambahkannya ke server: ini bukan bot publik.',
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
  'sentence.meta.number': 'Nomornya {number}.',
  'sentence.meta.quality-green': 'Meta menilai mutunya tinggi.',
  'sentence.meta.quality-yellow': 'Meta menilai mutunya sedang: ada yang memblokir atau melaporkannya.',
  'sentence.meta.quality-red': 'Meta menilai mutunya rendah: mungkin segera dibatasi.',
  'sentence.meta.quality-unknown': 'Meta belum menilai mutunya.',
  'sentence.meta.subscribed': 'Sebuah aplikasi berlangganan pesannya.',
  'sentence.meta.not-subscribed': 'Belum ada aplikasi yang berlangganan pesannya: langkah webhook menjelaskan caranya.',
  'sentence.meta.subscription-unknown':
    'Meta tidak menyebut apakah ada aplikasi yang berlangganan pesannya: pesan pertama akan menunjukkannya.',
  'sentence.meta.odd-secret':
    'Rahasia aplikasi berbentuk tidak biasa: biasanya 32 karakter dari 0 sampai 9 dan a sampai f.',
  'sentence.meta.secret-fits': 'Rahasia aplikasi itu milik aplikasi token ini.',
  'sentence.meta.webhook': 'Pesannya datang lewat webhook: {address}, field messages.',
  'sentence.meta.webhook-nowhere':
    'Pesannya datang lewat webhook: {path} di alamat publik layanan ini, field messages.',
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
  'sentence.whatsapp.browser': 'Ada peramban untuk itu.',
  'sentence.whatsapp.link-later': 'Ponsel ditautkan setelah kanal diaktifkan.',
  'sentence.call.limited.one': '{platform} tidak menerima lagi selama {count} dtk; tunggu selama itu',
  'sentence.call.limited.other': '{platform} tidak menerima lagi selama {count} dtk; tunggu selama itu',
  'sentence.call.refused': '{platform} menolak: {said}',
  'sentence.call.refused-by-number': '{platform} menolak ({number}): {said}',
  'sentence.call.server-error': '{platform} menjawab {status}; bisa dicoba lagi',
  'sentence.call.server-error-unknown': '{platform} menjawab {status}; pesannya mungkin terkirim, mungkin tidak',
  'sentence.call.no-answer': 'tidak ada jawaban dari {platform} ({reason}); bisa dicoba lagi',
  'sentence.call.no-answer-unknown':
    'tidak ada jawaban dari {platform} ({reason}); pesannya mungkin terkirim, mungkin tidak',
  'sentence.fit.any': 'Berjalan di mesin apa pun.',
  'sentence.fit.on-card': 'Perlu {needed} kartu grafis, dan {name} memilikinya.',
  'sentence.fit.on-machine': 'Perlu memori {memory} dan {cores} inti, dan mesin ini memilikinya.',
  'sentence.fit.needs': 'Perlu memori {memory} dan {cores} inti, atau kartu grafis dengan {card}.',
  'sentence.fit.has-memory': 'Mesin ini memiliki memori {memory}.',
  'sentence.fit.has-cores.one': 'Mesin ini memiliki {count} inti.',
  'sentence.fit.has-cores.other': 'Mesin ini memiliki {count} inti.',
  'sentence.fit.has-both.one': 'Mesin ini memiliki memori {memory} dan {count} inti.',
  'sentence.fit.has-both.other': 'Mesin ini memiliki memori {memory} dan {count} inti.',
  'sentence.fit.together': 'Kedua model bersama perlu memori {needed}; mesin ini memiliki {have}.',
  'sentence.fit.together-on-card': 'Kedua model bersama perlu memori grafis {needed}; mesin ini memiliki {have}.',
  'sentence.fit.no-room-beside':
    'Perlu sekitar {needed} di samping model yang bertugas, dan hanya {free} memori yang kosong.',
  'sentence.meta.bad-phone-id':
    'ID nomor telepon hanya berisi angka, dan bukan nomor itu sendiri: dasbor aplikasi menampilkannya di WhatsApp, API setup.',
  'sentence.meta.unknown-phone-id':
    'Tidak ada nomor telepon dengan ID {id} untuk token ini: dasbor aplikasi menampilkannya di WhatsApp, API setup.',
  'sentence.meta.other-app':
    'Rahasia aplikasi ini bukan milik aplikasi asal token ini. Salin dari App settings, Basic, aplikasi itu, atau buat token di aplikasi yang memiliki rahasia ini.',
  'sentence.switch.weaker-guard':
    'Penjaganya lebih lemah daripada yang bekerja sekarang. Konfirmasikan bahwa ini Anda.',
  'sentence.picture.not-waiting': 'Gambar ini tidak menunggu jawaban di sini.',
  'sentence.picture.unusable': 'Gambar ini tidak dapat ditampilkan: rusak, terlalu besar, atau sudah tidak ada.',
  'sentence.picture.away': 'Platform tidak memberikan gambar ini. Coba lagi sebentar lagi.',
  'sentence.channel.locked-on':
    '{variable} di lingkungan membuatnya tetap aktif: ubah di sana, lalu jalankan ulang layanan.',
  'sentence.channel.locked-off':
    '{variable} di lingkungan membuatnya tetap nonaktif: ubah di sana, lalu jalankan ulang layanan.',
  'sentence.label.changed-by': '{name} sudah memberi label. Kini ditampilkan; putuskan lagi jika Anda tidak setuju.',
  'sentence.discord.cannot-read':
    'Bot tidak dapat membaca pesan di server: aktifkan MESSAGE CONTENT INTENT di {portal} (aplikasinya, Bot, Privileged Gateway Intents).',
  'sentence.discord.may-not-write': 'Bot tidak boleh menulis di {channels}: beri perannya {rights} di sana.',
  'sentence.channel.not-stored': 'Penyimpanan tidak menerima pesan.',
  'sentence.channel.wait-here': 'Pesan menunggu di sini, dan yang tidak muat dibaca kembali dari {platform}.',
  'sentence.channel.wait-there': 'Pesan menunggu di {platform} sampai bisa diterima.',
  'sentence.channel.sent-again': '{platform} mengirimnya lagi sampai bisa diterima.',
  'sentence.channel.connecting-failed': 'Gagal terhubung: {said}',
  'sentence.channel.taking-failed': 'Gagal menerima pesan: {said}',
  'sentence.telegram.webhook-taken': 'Proses lain telah memasang webhook sendiri untuk token bot ini.',
  'sentence.telegram.not-delivered':
    'Telegram tidak bisa mengantar pesan ke {address}; pesan menunggu di sana. Katanya: {said}. Periksa apakah CHASQUI_PUBLIC_URL mengarah ke layanan ini dan proksi di depannya meneruskan header Host (docs/configuration.md, Behind a proxy).',
  'sentence.discord.resumed': 'Koneksi sudah kembali.',
  'sentence.discord.closes-again':
    'Discord berulang kali menutup koneksi ({number}). Percobaan berikutnya dalam {seconds} dtk.',
  'sentence.meta.not-checked': 'Pemeriksaan token gagal.',
  'sentence.webhook.wrong-token': 'Dengan token verifikasi lain, ditolak: {number}.',
  'sentence.webhook.forged': 'Palsu, ditolak: {number}.',
  'sentence.webhook.too-large': 'Lebih dari 4 MB, ditolak: {number}.',
  'sentence.webhook.too-slow': 'Terlalu lambat, diputus: {number}.',
  'sentence.webhook.replayed': 'Berulang: {number}.',
  'sentence.webhook.unreadable': 'Tidak terbaca: {number}.',
  'sentence.webhook.unknown': 'Jenis tak dikenal: {number}.',
  'sentence.page.no-uploads': 'Gambar tidak bisa diterima: buat folder unggahan bisa ditulisi ({folder}).',
  'sentence.whatsapp.stopped': 'Dihentikan.',
  'sentence.whatsapp.stopped-with-service': 'WhatsApp berhenti bersama layanannya: jalankan layanan.',
  'sentence.whatsapp.starts': 'Browser sedang dibuka.',
  'sentence.whatsapp.scan':
    'Pindai kode QR: di ponsel, di WhatsApp, Perangkat tertaut, Tautkan perangkat. Kode berubah sesekali.',
  'sentence.whatsapp.type-code':
    'Ketik kode penautan: di ponsel, di WhatsApp, Perangkat tertaut, Tautkan dengan nomor telepon saja.',
  'sentence.whatsapp.reads-chats': 'Sudah tertaut, obrolannya sedang dibaca.',
  'sentence.whatsapp.silent': 'Halaman tidak menjawab. Jika terus begitu, browser dimulai ulang.',
  'sentence.whatsapp.away': 'Halaman tidak mencapai WhatsApp. Koneksi kembali dengan sendirinya.',
  'sentence.whatsapp.reload': 'Halaman tertaut dan belum siap setelah beberapa menit: dimuat ulang.',
  'sentence.whatsapp.reloads-itself': 'Halaman memuat ulang dirinya.',
  'sentence.whatsapp.unlinked': 'Tautan diputus.',
  'sentence.whatsapp.logged-out': 'Dikeluarkan di ponsel.',
  'sentence.whatsapp.session-lost': 'Dikeluarkan di ponsel saat layanan ini tidak berjalan, atau sesinya hilang.',
  'sentence.whatsapp.code-unused': 'Tidak ada ponsel yang memakai kode dalam {minutes} menit.',
  'sentence.whatsapp.not-linked': 'Tidak tertaut dalam {minutes} menit.',
  'sentence.whatsapp.no-code':
    'WhatsApp tidak memberi kode penautan: periksa nomornya, tunggu beberapa menit karena jumlahnya terbatas, atau tautkan dengan kode QR.',
  'sentence.whatsapp.restarts': 'Browser dimulai ulang.',
  'sentence.whatsapp.restarts-in': 'Browser dimulai ulang dalam {seconds} dtk.',
  'sentence.whatsapp.elsewhere': 'WhatsApp Web dibuka dengan sesi ini di browser lain: tutup yang itu.',
  'sentence.whatsapp.session-refused': 'WhatsApp menolak sesi ({reason}): lihat ponsel.',
  'sentence.whatsapp.disconnected': 'Halaman terputus ({reason}).',
  'sentence.whatsapp.process-ended': 'Prosesnya berakhir.',
  'sentence.whatsapp.page-crashed': 'Halamannya macet.',
  'sentence.whatsapp.page-gone': 'Halamannya hilang.',
  'sentence.whatsapp.not-loaded': 'Halamannya tidak termuat dalam {seconds} dtk.',
  'sentence.whatsapp.hung': 'Halamannya menggantung: tidak ada jawaban dalam {seconds} dtk.',
  'sentence.whatsapp.unreached': 'Halamannya tidak mencapai WhatsApp selama {seconds} dtk.',
  'sentence.whatsapp.not-ready': 'Sudah tertaut, dan {seconds} dtk kemudian belum siap.',
  'sentence.whatsapp.not-reached': 'WhatsApp tidak tercapai: {said}',
  'sentence.whatsapp.not-opened': 'Halamannya tidak terbuka: {said}',
  'sentence.whatsapp.too-large': 'Memorinya mencapai {size}.',
  'sentence.whatsapp.daily': 'Ini dilakukan sekali sehari, pada whatsapp.restartHour.',
  'sentence.whatsapp.no-sandbox':
    'Browser tidak terbuka ({said}): atur whatsapp.sandbox ke off bila Chromium tidak bisa memilikinya.',
  'sentence.whatsapp.no-library': 'Browser tidak terbuka ({said}): pasang yang dibutuhkannya; paketnya membawanya.',
  'sentence.whatsapp.no-disk': 'Browser tidak terbuka ({said}): beri ruang di disk folder data.',
  'sentence.whatsapp.no-start': 'Browser tidak terbuka ({said}): WHATSAPP_CHROMIUM menunjuk yang lain.',
  'sentence.whatsapp.no-room': 'Disk hampir penuh (limits.diskFreeBytesMin): beri ruang. Setelah itu browser dibuka.',
  'sentence.whatsapp.unexpected': 'Kesalahan tak terduga, lihat log. Akan dicoba lagi.',
  'sentence.whatsapp.other-browser':
    'Proses {pid} adalah browser yang memakai profil WhatsApp {profile} dan bukan milik layanan ini: akhiri. Akan dicoba lagi.',
  'sentence.whatsapp.process-stays': 'Proses {pid} tidak bisa diakhiri: akhiri. Akan dicoba lagi.',
  'sentence.whatsapp.profile-full': 'Disk {profile} penuh: beri ruang. Akan dicoba lagi.',
  'sentence.whatsapp.profile-unusable':
    'Profil WhatsApp {profile} tidak bisa dipakai ({code}): harus berupa folder yang bisa ditulisi pengguna ini; pindahkan yang ada di tempatnya. Akan dicoba lagi.',
  'sentence.whatsapp.bad-root':
    'WHATSAPP_WEB_ROOT adalah {address}: seharusnya https dan komputer ini, seperti https://127.0.0.1:8445. Untuk WhatsApp sendiri, biarkan kosong.',
  'sentence.whatsapp.is-off': 'WhatsApp tidak aktif.',
  'sentence.whatsapp.switch-on':
    'WhatsApp tidak aktif: atur WHATSAPP_ENABLED=true dan jalankan ulang layanan, atau pakai konsol.',
  'sentence.whatsapp.terminal-alone': 'npm run chat menjalankan layanan ini hanya dengan terminal: pakai npm start.',
  'sentence.whatsapp.no-browser': 'Penyiapan tidak menemukan browser: {said}',
  'sentence.whatsapp.browser-how':
    'Penyiapan mencarinya pada npm start berikutnya bila WHATSAPP_ENABLED=true ada di lingkungannya; WHATSAPP_CHROMIUM menunjuk milik Anda.',
  'sentence.whatsapp.cannot-run':
    'WHATSAPP_CHROMIUM (whatsapp.chromium) menunjuk {file}, yang tidak bisa dijalankan ({fault}): perbaiki.',
  'sentence.whatsapp.restarted.one': 'Browsernya dimulai ulang {count} kali, terakhir karena:',
  'sentence.whatsapp.restarted.other': 'Browsernya dimulai ulang {count} kali, terakhir karena:',
}

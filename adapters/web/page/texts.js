/** The page's words in the languages of Llama 4, a row a language; what stands in braces is filled in. */
export const TEXTS = {
  en: {
    skip: 'Go to the message box', welcome: 'Hello! What can I do for you?',
    intro: 'Write a message, or send a picture and ask about it.', exampleHello: 'Hello!',
    examplePicture: 'What is in this picture?', exampleHelp: 'What can you do?', placeholder: 'Write a message',
    send: 'Send', attach: 'Add pictures', remove: 'Remove {n}', drop: 'Drop pictures here', picture: 'Picture',
    open: 'Open picture', close: 'Close', you: 'You', typing: '{n} is writing', newest: 'Go to the newest message',
    sending: 'Sending…', notSent: 'Not sent.', retry: 'Try again', lost: 'Connection lost. Reconnecting…',
    tabs: 'This chat is open in too many tabs. Close some of them.', starting: 'The model is starting…',
    failed: 'The model is not available at the moment', demo: 'Demo guard',
    demoWhy: 'Messages are checked by a small demonstration guard: it misses much. Not meant for strangers.',
    noGuard: 'No guard', noGuardWhy: 'Messages and answers are not checked by a guard.',
    offer: 'A larger model fits this computer: {model}',
    tooLong: 'At most {n} characters.', tooLarge: 'At most {n} MB for one picture.', tooMany: 'At most {n} pictures.',
    notPicture: 'Only pictures can be sent.', full: 'No room for more pictures at the moment.',
    footer: 'Answers can be wrong. Check what matters.',
  },
  de: {
    skip: 'Zum Eingabefeld', welcome: 'Hallo! Was kann ich für dich tun?',
    intro: 'Schreib eine Nachricht oder schick ein Bild und frag etwas dazu.', exampleHello: 'Hallo!',
    examplePicture: 'Was ist auf diesem Bild?', exampleHelp: 'Was kannst du?', placeholder: 'Nachricht schreiben',
    send: 'Senden', attach: 'Bilder hinzufügen', remove: '{n} entfernen', drop: 'Bilder hier ablegen', picture: 'Bild',
    open: 'Bild öffnen', close: 'Schließen', you: 'Du', typing: '{n} schreibt', newest: 'Zur neuesten Nachricht',
    sending: 'Wird gesendet…', notSent: 'Nicht gesendet.', retry: 'Noch einmal',
    lost: 'Verbindung verloren. Neuer Versuch…',
    tabs: 'Dieser Chat ist in zu vielen Tabs offen. Schließ einige davon.', starting: 'Das Modell startet…',
    failed: 'Das Modell ist gerade nicht verfügbar', demo: 'Demo-Schutz',
    demoWhy: 'Nachrichten prüft ein kleiner Schutz zur Vorführung: Er übersieht vieles. Nicht für Fremde gedacht.',
    noGuard: 'Kein Schutz', noGuardWhy: 'Nachrichten und Antworten werden nicht geprüft.',
    offer: 'Auf diesen Computer passt ein größeres Modell: {model}',
    tooLong: 'Höchstens {n} Zeichen.', tooLarge: 'Höchstens {n} MB je Bild.', tooMany: 'Höchstens {n} Bilder.',
    notPicture: 'Nur Bilder können gesendet werden.', full: 'Im Moment ist kein Platz für weitere Bilder.',
    footer: 'Antworten können falsch sein. Prüfe, was wichtig ist.',
  },
  fr: {
    skip: 'Aller au champ de message', welcome: 'Bonjour ! Que puis-je faire pour vous ?',
    intro: 'Écrivez un message, ou envoyez une image et posez une question.', exampleHello: 'Bonjour !',
    examplePicture: 'Que voit-on sur cette image ?', exampleHelp: 'Que sais-tu faire ?',
    placeholder: 'Écrire un message',
    send: 'Envoyer', attach: 'Ajouter des images', remove: 'Retirer {n}', drop: 'Déposez les images ici',
    picture: 'Image',
    open: 'Ouvrir l’image', close: 'Fermer', you: 'Vous', typing: '{n} écrit', newest: 'Aller au dernier message',
    sending: 'Envoi…', notSent: 'Non envoyé.', retry: 'Réessayer', lost: 'Connexion perdue. Nouvel essai…',
    tabs: 'Cette discussion est ouverte dans trop d’onglets. Fermez-en quelques-uns.', starting: 'Le modèle démarre…',
    failed: 'Le modèle n’est pas disponible pour le moment', demo: 'Filtre de démonstration',
    demoWhy:
      'Un petit filtre de démonstration vérifie les messages : ' +
      'il laisse passer beaucoup de choses. Pas pour des inconnus.',
    noGuard: 'Sans filtre', noGuardWhy: 'Les messages et les réponses ne sont pas vérifiés.',
    offer: 'Un modèle plus grand convient à cet ordinateur : {model}',
    tooLong: '{n} caractères au plus.', tooLarge: '{n} Mo au plus par image.', tooMany: '{n} images au plus.',
    notPicture: 'Seules les images peuvent être envoyées.', full: 'Plus de place pour des images pour le moment.',
    footer: 'Les réponses peuvent être fausses. Vérifiez ce qui compte.',
  },
  it: {
    skip: 'Vai al campo del messaggio', welcome: 'Ciao! Che cosa posso fare per te?',
    intro: 'Scrivi un messaggio, oppure invia un’immagine e fai una domanda.', exampleHello: 'Ciao!',
    examplePicture: 'Che cosa c’è in questa immagine?', exampleHelp: 'Che cosa sai fare?',
    placeholder: 'Scrivi un messaggio',
    send: 'Invia', attach: 'Aggiungi immagini', remove: 'Rimuovi {n}', drop: 'Trascina qui le immagini',
    picture: 'Immagine',
    open: 'Apri l’immagine', close: 'Chiudi', you: 'Tu', typing: '{n} sta scrivendo',
    newest: 'Vai all’ultimo messaggio',
    sending: 'Invio…', notSent: 'Non inviato.', retry: 'Riprova', lost: 'Connessione persa. Nuovo tentativo…',
    tabs: 'Questa chat è aperta in troppe schede. Chiudine qualcuna.', starting: 'Il modello si sta avviando…',
    failed: 'Il modello al momento non è disponibile', demo: 'Filtro dimostrativo',
    demoWhy:
      'I messaggi sono controllati da un piccolo filtro dimostrativo: ' +
      'lascia passare molto. Non adatto a sconosciuti.',
    noGuard: 'Nessun filtro', noGuardWhy: 'Messaggi e risposte non vengono controllati.',
    offer: 'Questo computer può usare un modello più grande: {model}',
    tooLong: 'Al massimo {n} caratteri.', tooLarge: 'Al massimo {n} MB per immagine.',
    tooMany: 'Al massimo {n} immagini.',
    notPicture: 'Si possono inviare solo immagini.', full: 'Al momento non c’è spazio per altre immagini.',
    footer: 'Le risposte possono essere sbagliate. Verifica ciò che conta.',
  },
  pt: {
    skip: 'Ir para a caixa de mensagem', welcome: 'Olá! O que posso fazer por você?',
    intro: 'Escreva uma mensagem, ou envie uma imagem e pergunte sobre ela.', exampleHello: 'Olá!',
    examplePicture: 'O que há nesta imagem?', exampleHelp: 'O que você sabe fazer?',
    placeholder: 'Escreva uma mensagem',
    send: 'Enviar', attach: 'Adicionar imagens', remove: 'Remover {n}', drop: 'Solte as imagens aqui',
    picture: 'Imagem',
    open: 'Abrir imagem', close: 'Fechar', you: 'Você', typing: '{n} está escrevendo',
    newest: 'Ir para a mensagem mais recente',
    sending: 'Enviando…', notSent: 'Não enviada.', retry: 'Tentar de novo', lost: 'Conexão perdida. Reconectando…',
    tabs: 'Esta conversa está aberta em abas demais. Feche algumas.', starting: 'O modelo está iniciando…',
    failed: 'O modelo não está disponível no momento', demo: 'Filtro de demonstração',
    demoWhy:
      'As mensagens são verificadas por um pequeno filtro de demonstração: ' +
      'muita coisa escapa. Não serve para estranhos.',
    noGuard: 'Sem filtro', noGuardWhy: 'Mensagens e respostas não são verificadas.',
    offer: 'Um modelo maior cabe neste computador: {model}',
    tooLong: 'No máximo {n} caracteres.', tooLarge: 'No máximo {n} MB por imagem.', tooMany: 'No máximo {n} imagens.',
    notPicture: 'Só é possível enviar imagens.', full: 'Não há espaço para mais imagens no momento.',
    footer: 'As respostas podem estar erradas. Confira o que importa.',
  },
  es: {
    skip: 'Ir al cuadro de mensaje', welcome: '¡Hola! ¿Qué puedo hacer por ti?',
    intro: 'Escribe un mensaje, o envía una imagen y pregunta por ella.', exampleHello: '¡Hola!',
    examplePicture: '¿Qué hay en esta imagen?', exampleHelp: '¿Qué sabes hacer?', placeholder: 'Escribe un mensaje',
    send: 'Enviar', attach: 'Añadir imágenes', remove: 'Quitar {n}', drop: 'Suelta aquí las imágenes',
    picture: 'Imagen',
    open: 'Abrir imagen', close: 'Cerrar', you: 'Tú', typing: '{n} está escribiendo',
    newest: 'Ir al mensaje más reciente',
    sending: 'Enviando…', notSent: 'No enviado.', retry: 'Reintentar', lost: 'Conexión perdida. Reconectando…',
    tabs: 'Este chat está abierto en demasiadas pestañas. Cierra algunas.', starting: 'El modelo se está iniciando…',
    failed: 'El modelo no está disponible en este momento', demo: 'Filtro de demostración',
    demoWhy: 'Los mensajes los revisa un pequeño filtro de demostración: se le escapa mucho. No es para desconocidos.',
    noGuard: 'Sin filtro', noGuardWhy: 'Los mensajes y las respuestas no se revisan.',
    offer: 'En este ordenador cabe un modelo mayor: {model}',
    tooLong: 'Como máximo {n} caracteres.', tooLarge: 'Como máximo {n} MB por imagen.',
    tooMany: 'Como máximo {n} imágenes.',
    notPicture: 'Solo se pueden enviar imágenes.', full: 'Ahora no hay sitio para más imágenes.',
    footer: 'Las respuestas pueden ser erróneas. Comprueba lo importante.',
  },
  hi: {
    skip: 'संदेश लिखने की जगह पर जाएँ', welcome: 'नमस्ते! मैं आपके लिए क्या कर सकता हूँ?',
    intro: 'संदेश लिखें, या तस्वीर भेजकर उसके बारे में पूछें।', exampleHello: 'नमस्ते!',
    examplePicture: 'इस तस्वीर में क्या है?', exampleHelp: 'आप क्या कर सकते हैं?', placeholder: 'संदेश लिखें',
    send: 'भेजें', attach: 'तस्वीरें जोड़ें', remove: '{n} हटाएँ', drop: 'तस्वीरें यहाँ छोड़ें', picture: 'तस्वीर',
    open: 'तस्वीर खोलें', close: 'बंद करें', you: 'आप', typing: '{n} लिख रहा है', newest: 'सबसे नए संदेश पर जाएँ',
    sending: 'भेजा जा रहा है…', notSent: 'नहीं भेजा गया।', retry: 'फिर कोशिश करें',
    lost: 'कनेक्शन टूट गया। फिर जोड़ा जा रहा है…',
    tabs: 'यह चैट बहुत सारे टैब में खुली है। कुछ बंद करें।', starting: 'मॉडल शुरू हो रहा है…',
    failed: 'मॉडल अभी उपलब्ध नहीं है', demo: 'डेमो सुरक्षा',
    demoWhy: 'संदेशों की जाँच एक छोटी डेमो सुरक्षा करती है: उससे बहुत कुछ छूट जाता है। अजनबियों के लिए नहीं।',
    noGuard: 'कोई सुरक्षा नहीं', noGuardWhy: 'संदेशों और उत्तरों की जाँच नहीं होती।',
    offer: 'इस कंप्यूटर पर एक बड़ा मॉडल चल सकता है: {model}',
    tooLong: 'अधिकतम {n} अक्षर।', tooLarge: 'एक तस्वीर अधिकतम {n} MB।', tooMany: 'अधिकतम {n} तस्वीरें।',
    notPicture: 'केवल तस्वीरें भेजी जा सकती हैं।', full: 'अभी और तस्वीरों के लिए जगह नहीं है।',
    footer: 'उत्तर गलत हो सकते हैं। ज़रूरी बातें जाँच लें।',
  },
  ar: {
    skip: 'انتقل إلى خانة الرسالة', welcome: 'مرحبًا! كيف أستطيع مساعدتك؟',
    intro: 'اكتب رسالة، أو أرسل صورة واسأل عنها.', exampleHello: 'مرحبًا!',
    examplePicture: 'ماذا يوجد في هذه الصورة؟', exampleHelp: 'ماذا تستطيع أن تفعل؟', placeholder: 'اكتب رسالة',
    send: 'إرسال', attach: 'إضافة صور', remove: 'إزالة {n}', drop: 'أفلت الصور هنا', picture: 'صورة',
    open: 'فتح الصورة', close: 'إغلاق', you: 'أنت', typing: '{n} يكتب', newest: 'انتقل إلى أحدث رسالة',
    sending: 'جارٍ الإرسال…', notSent: 'لم تُرسل.', retry: 'حاول مرة أخرى', lost: 'انقطع الاتصال. جارٍ إعادة الاتصال…',
    tabs: 'هذه المحادثة مفتوحة في علامات تبويب كثيرة. أغلق بعضها.', starting: 'النموذج قيد التشغيل…',
    failed: 'النموذج غير متاح حاليًا', demo: 'حماية تجريبية',
    demoWhy: 'تفحص الرسائلَ حمايةٌ تجريبية صغيرة يفوتها الكثير. ليست مخصصة للغرباء.',
    noGuard: 'بلا حماية', noGuardWhy: 'لا تُفحص الرسائل والإجابات.',
    offer: 'يتسع هذا الحاسوب لنموذج أكبر: {model}',
    tooLong: '{n} حرف على الأكثر.', tooLarge: '{n} م.ب على الأكثر للصورة.', tooMany: '{n} صور على الأكثر.',
    notPicture: 'يمكن إرسال الصور فقط.', full: 'لا مكان لمزيد من الصور حاليًا.',
    footer: 'قد تكون الإجابات خاطئة. تحقق مما يهمك.',
  },
  id: {
    skip: 'Ke kotak pesan', welcome: 'Halo! Apa yang bisa saya bantu?',
    intro: 'Tulis pesan, atau kirim gambar dan tanyakan tentangnya.', exampleHello: 'Halo!',
    examplePicture: 'Ada apa di gambar ini?', exampleHelp: 'Apa yang bisa kamu lakukan?', placeholder: 'Tulis pesan',
    send: 'Kirim', attach: 'Tambah gambar', remove: 'Hapus {n}', drop: 'Letakkan gambar di sini', picture: 'Gambar',
    open: 'Buka gambar', close: 'Tutup', you: 'Anda', typing: '{n} sedang menulis', newest: 'Ke pesan terbaru',
    sending: 'Mengirim…', notSent: 'Tidak terkirim.', retry: 'Coba lagi', lost: 'Koneksi terputus. Menyambung kembali…',
    tabs: 'Obrolan ini terbuka di terlalu banyak tab. Tutup beberapa.', starting: 'Model sedang dimulai…',
    failed: 'Model sedang tidak tersedia', demo: 'Penjaga demo',
    demoWhy: 'Pesan diperiksa oleh penjaga demonstrasi kecil: banyak yang terlewat. Bukan untuk orang asing.',
    noGuard: 'Tanpa penjaga', noGuardWhy: 'Pesan dan jawaban tidak diperiksa.',
    offer: 'Komputer ini bisa memakai model yang lebih besar: {model}',
    tooLong: 'Paling banyak {n} karakter.', tooLarge: 'Paling besar {n} MB per gambar.',
    tooMany: 'Paling banyak {n} gambar.',
    notPicture: 'Hanya gambar yang bisa dikirim.', full: 'Saat ini tidak ada tempat untuk gambar lagi.',
    footer: 'Jawaban bisa salah. Periksa hal yang penting.',
  },
  vi: {
    skip: 'Đến ô nhập tin nhắn', welcome: 'Xin chào! Tôi có thể giúp gì cho bạn?',
    intro: 'Viết tin nhắn, hoặc gửi một bức ảnh và hỏi về nó.', exampleHello: 'Xin chào!',
    examplePicture: 'Trong ảnh này có gì?', exampleHelp: 'Bạn có thể làm gì?', placeholder: 'Viết tin nhắn',
    send: 'Gửi', attach: 'Thêm ảnh', remove: 'Bỏ {n}', drop: 'Thả ảnh vào đây', picture: 'Ảnh',
    open: 'Mở ảnh', close: 'Đóng', you: 'Bạn', typing: '{n} đang viết', newest: 'Đến tin nhắn mới nhất',
    sending: 'Đang gửi…', notSent: 'Chưa gửi được.', retry: 'Thử lại', lost: 'Mất kết nối. Đang kết nối lại…',
    tabs: 'Cuộc trò chuyện đang mở trong quá nhiều thẻ. Hãy đóng bớt.', starting: 'Mô hình đang khởi động…',
    failed: 'Hiện không dùng được mô hình', demo: 'Bộ lọc thử nghiệm',
    demoWhy: 'Tin nhắn được kiểm tra bởi một bộ lọc thử nghiệm nhỏ: nó bỏ sót nhiều. Không dành cho người lạ.',
    noGuard: 'Không có bộ lọc', noGuardWhy: 'Tin nhắn và câu trả lời không được kiểm tra.',
    offer: 'Máy này chạy được một mô hình lớn hơn: {model}',
    tooLong: 'Tối đa {n} ký tự.', tooLarge: 'Tối đa {n} MB mỗi ảnh.', tooMany: 'Tối đa {n} ảnh.',
    notPicture: 'Chỉ có thể gửi ảnh.', full: 'Hiện không còn chỗ cho ảnh.',
    footer: 'Câu trả lời có thể sai. Hãy kiểm tra điều quan trọng.',
  },
  th: {
    skip: 'ไปที่ช่องข้อความ', welcome: 'สวัสดี! ให้ช่วยอะไรไหม',
    intro: 'เขียนข้อความ หรือส่งรูปแล้วถามเกี่ยวกับรูปนั้น', exampleHello: 'สวัสดี!',
    examplePicture: 'ในรูปนี้มีอะไร', exampleHelp: 'คุณทำอะไรได้บ้าง', placeholder: 'เขียนข้อความ',
    send: 'ส่ง', attach: 'เพิ่มรูป', remove: 'เอา {n} ออก', drop: 'วางรูปที่นี่', picture: 'รูป',
    open: 'เปิดรูป', close: 'ปิด', you: 'คุณ', typing: '{n} กำลังเขียน', newest: 'ไปที่ข้อความล่าสุด',
    sending: 'กำลังส่ง…', notSent: 'ยังไม่ได้ส่ง', retry: 'ลองอีกครั้ง', lost: 'การเชื่อมต่อขาดหาย กำลังเชื่อมต่อใหม่…',
    tabs: 'แชตนี้เปิดอยู่ในแท็บมากเกินไป โปรดปิดบางแท็บ', starting: 'โมเดลกำลังเริ่มทำงาน…',
    failed: 'ขณะนี้ใช้โมเดลไม่ได้', demo: 'ตัวกรองสาธิต',
    demoWhy: 'ข้อความถูกตรวจโดยตัวกรองสาธิตขนาดเล็กซึ่งพลาดได้มาก ไม่เหมาะสำหรับคนแปลกหน้า',
    noGuard: 'ไม่มีตัวกรอง', noGuardWhy: 'ข้อความและคำตอบไม่ได้รับการตรวจ',
    offer: 'เครื่องนี้ใช้โมเดลที่ใหญ่กว่าได้: {model}',
    tooLong: 'ไม่เกิน {n} ตัวอักษร', tooLarge: 'ไม่เกิน {n} MB ต่อรูป', tooMany: 'ไม่เกิน {n} รูป',
    notPicture: 'ส่งได้เฉพาะรูป', full: 'ขณะนี้ไม่มีที่สำหรับรูปเพิ่ม',
    footer: 'คำตอบอาจผิดได้ โปรดตรวจสอบเรื่องสำคัญ',
  },
  tl: {
    skip: 'Pumunta sa kahon ng mensahe', welcome: 'Kumusta! Ano ang maitutulong ko?',
    intro: 'Sumulat ng mensahe, o magpadala ng larawan at magtanong tungkol dito.', exampleHello: 'Kumusta!',
    examplePicture: 'Ano ang nasa larawang ito?', exampleHelp: 'Ano ang kaya mong gawin?',
    placeholder: 'Sumulat ng mensahe',
    send: 'Ipadala', attach: 'Magdagdag ng larawan', remove: 'Alisin ang {n}', drop: 'Ihulog dito ang mga larawan',
    picture: 'Larawan',
    open: 'Buksan ang larawan', close: 'Isara', you: 'Ikaw', typing: 'Sumusulat si {n}',
    newest: 'Pumunta sa pinakabagong mensahe',
    sending: 'Ipinapadala…', notSent: 'Hindi naipadala.', retry: 'Subukan muli',
    lost: 'Naputol ang koneksyon. Kumokonekta muli…',
    tabs: 'Bukas ang chat na ito sa napakaraming tab. Isara ang ilan.', starting: 'Nagsisimula ang modelo…',
    failed: 'Hindi magagamit ang modelo sa ngayon', demo: 'Bantay na demo',
    demoWhy:
      'Sinusuri ang mga mensahe ng isang maliit na bantay na demo: ' +
      'marami itong nalalampasan. Hindi para sa mga estranghero.',
    noGuard: 'Walang bantay', noGuardWhy: 'Hindi sinusuri ang mga mensahe at sagot.',
    offer: 'Kasya sa computer na ito ang mas malaking modelo: {model}',
    tooLong: 'Hanggang {n} karakter lang.', tooLarge: 'Hanggang {n} MB bawat larawan.',
    tooMany: 'Hanggang {n} larawan lang.',
    notPicture: 'Mga larawan lang ang maipapadala.', full: 'Wala nang lugar para sa mga larawan sa ngayon.',
    footer: 'Maaaring mali ang mga sagot. Suriin ang mahalaga.',
  },
}

const ALIASES = { fil: 'tl' }
const RIGHT_TO_LEFT = ['ar']

/** The first of the browser's languages that the page speaks. */
export const language = pick(navigator.languages ?? [navigator.language])

function pick(tags) {
  const names = tags.map((tag) => tag.toLowerCase().split('-')[0]).map((name) => ALIASES[name] ?? name)
  return names.find((name) => name in TEXTS) ?? 'en'
}

export function say(key, values = {}) {
  const text = TEXTS[language][key]
  // French keeps its punctuation on the line; a name in other letters must not turn the sentence around it.
  const kept = language === 'fr' ? text.replace(/ ([:!?])/g, '\u00a0$1') : text
  return kept.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? `\u2068${values[name]}\u2069` : whole))
}

/** Fills every element that names its text, and tells the browser the page's language and direction. */
export function translate(root) {
  document.documentElement.lang = language
  document.documentElement.dir = RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr'
  for (const node of root.querySelectorAll('[data-text]')) node.textContent = say(node.dataset.text)
  for (const node of root.querySelectorAll('[data-label]')) {
    const label = say(node.dataset.label)
    node.setAttribute('aria-label', label)
    if ('placeholder' in node) node.placeholder = label
    else node.title = label
  }
}

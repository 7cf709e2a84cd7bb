/** What a person reads in place of the page, in the languages of Llama 4; what stands in braces is filled in. */
type RefusalTexts = {
  /** Followed by the address. */
  readonly 'https-needed': string
  readonly 'two-people': string
  readonly 'too-many-people': string
}

export const REFUSAL_TEXTS = {
  ar: {
    'https-needed': 'تعمل هذه الدردشة عبر اتصال مشفّر فقط. افتحها هنا:',
    'two-people':
      'يرسل متصفحك ملفي تعريف ارتباط لدردشتين، وأحدهما وضعه موقع آخر. احذف ملفات تعريف الارتباط لهذا الموقع ' +
      'وللموقع الرئيسي الذي يتبعه، ثم افتحه من جديد.',
    'too-many-people': 'جاء زوار جدد كثيرون من شبكتك خلال الساعة الماضية. حاول مرة أخرى بعد {minutes} دقيقة.',
  },
  de: {
    'https-needed': 'Dieser Chat geht nur über eine verschlüsselte Verbindung. Öffne ihn hier:',
    'two-people':
      'Dein Browser sendet die Cookies von zwei Chats, und einen davon hat eine andere Website gesetzt. Lösche die ' +
      'Cookies dieser Website und der Website, zu der sie gehört; dann öffne sie neu.',
    'too-many-people':
      'In der letzten Stunde kamen zu viele neue Besucher aus deinem Netz. Versuch es in {minutes} Minuten wieder.',
  },
  en: {
    'https-needed': 'This chat works over an encrypted connection only. Open it here:',
    'two-people':
      'Your browser sends the cookies of two chats, and another site has put one of them there. Delete the cookies of ' +
      'this site and of the site that it belongs to; then open it again.',
    'too-many-people':
      'Too many new visitors came from your network in the last hour. Please try again in {minutes} minutes.',
  },
  es: {
    'https-needed': 'Este chat solo funciona con una conexión cifrada. Ábrelo aquí:',
    'two-people':
      'Tu navegador envía las cookies de dos chats, y una de ellas la puso otro sitio. Borra las cookies de este sitio ' +
      'y del sitio al que pertenece; después vuelve a abrirlo.',
    'too-many-people':
      'En la última hora llegaron demasiados visitantes nuevos desde tu red. Inténtalo de nuevo en {minutes} minutos.',
  },
  fr: {
    'https-needed': 'Cette discussion ne fonctionne que par une connexion chiffrée. Ouvrez-la ici\u00a0:',
    'two-people':
      'Votre navigateur envoie les cookies de deux discussions, et un autre site a posé l’un d’eux. Supprimez les ' +
      'cookies de ce site et du site auquel il appartient, puis ouvrez-le à nouveau.',
    'too-many-people':
      'Trop de nouveaux visiteurs sont venus de votre réseau depuis une heure. Réessayez dans {minutes} minutes.',
  },
  hi: {
    'https-needed': 'यह चैट केवल एन्क्रिप्टेड कनेक्शन पर चलती है। इसे यहाँ खोलें:',
    'two-people':
      'आपका ब्राउज़र दो चैट की कुकी भेज रहा है, और उनमें से एक किसी दूसरी साइट ने रखी है। इस साइट की और जिस साइट की यह ' +
      'है उसकी कुकी हटाएँ, फिर इसे दोबारा खोलें।',
    'too-many-people': 'पिछले एक घंटे में आपके नेटवर्क से बहुत से नए लोग आए। कृपया {minutes} मिनट बाद फिर कोशिश करें।',
  },
  id: {
    'https-needed': 'Obrolan ini hanya berjalan lewat koneksi terenkripsi. Buka di sini:',
    'two-people':
      'Browser Anda mengirim cookie dari dua obrolan, dan salah satunya ditaruh oleh situs lain. Hapus cookie situs ini ' +
      'dan situs induknya, lalu buka lagi.',
    'too-many-people':
      'Terlalu banyak pengunjung baru dari jaringan Anda dalam satu jam terakhir. Coba lagi dalam {minutes} menit.',
  },
  it: {
    'https-needed': 'Questa chat funziona solo con una connessione cifrata. Aprila qui:',
    'two-people':
      'Il tuo browser invia i cookie di due chat, e uno lo ha messo un altro sito. Elimina i cookie di questo sito e ' +
      'del sito a cui appartiene, poi riaprilo.',
    'too-many-people':
      'Nell’ultima ora sono arrivati troppi nuovi visitatori dalla tua rete. Riprova tra {minutes} minuti.',
  },
  pt: {
    'https-needed': 'Esta conversa só funciona com uma ligação cifrada. Abra-a aqui:',
    'two-people':
      'O seu navegador envia os cookies de duas conversas, e um deles foi posto por outro site. Apague os cookies deste ' +
      'site e do site a que ele pertence; depois abra-o de novo.',
    'too-many-people':
      'Na última hora vieram demasiados visitantes novos da sua rede. Tente de novo daqui a {minutes} minutos.',
  },
  th: {
    'https-needed': 'แชทนี้ใช้ได้เฉพาะผ่านการเชื่อมต่อที่เข้ารหัสเท่านั้น เปิดได้ที่นี่:',
    'two-people':
      'เบราว์เซอร์ของคุณส่งคุกกี้ของสองแชท และหนึ่งในนั้นถูกวางไว้โดยเว็บไซต์อื่น ' +
      'โปรดลบคุกกี้ของเว็บไซต์นี้และของเว็บไซต์หลัก แล้วเปิดใหม่อีกครั้ง',
    'too-many-people': 'มีผู้เยี่ยมชมใหม่จากเครือข่ายของคุณมากเกินไปในชั่วโมงที่ผ่านมา โปรดลองอีกครั้งใน {minutes} นาที',
  },
  tl: {
    'https-needed': 'Gumagana lang ang chat na ito sa naka-encrypt na koneksyon. Buksan ito rito:',
    'two-people':
      'Ipinapadala ng iyong browser ang mga cookie ng dalawang chat, at isa sa mga ito ay inilagay ng ibang site. ' +
      'Burahin ang mga cookie ng site na ito at ng site na kinabibilangan nito, saka buksan muli.',
    'too-many-people':
      'Napakaraming bagong bisita mula sa iyong network sa nakaraang oras. Subukan muli pagkalipas ng {minutes} minuto.',
  },
  vi: {
    'https-needed': 'Cuộc trò chuyện này chỉ hoạt động qua kết nối được mã hóa. Hãy mở tại đây:',
    'two-people':
      'Trình duyệt của bạn gửi cookie của hai cuộc trò chuyện, và một trong số đó do trang khác đặt vào. Hãy xóa cookie ' +
      'của trang này và của trang chứa nó, rồi mở lại.',
    'too-many-people': 'Trong một giờ qua có quá nhiều khách mới từ mạng của bạn. Vui lòng thử lại sau {minutes} phút.',
  },
} satisfies Readonly<Record<string, RefusalTexts>>

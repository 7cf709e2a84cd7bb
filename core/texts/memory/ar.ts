import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start: 'أتذكر ما تخبرني به عن نفسك. يعرضه /memories ويحذفه /forget ويوقفه /memory off.',
  help: 'يعرض /memories ما أتذكره عنك. ولتغييره: /remember TEXT، /edit 3 TEXT، /forget 3.\nيوقفه /memory off، ويعلّقه هنا /private.\nيعطيك /export كل ما أحتفظ به عنك، ويحذفه /delete_me.',
  reset: 'ما أتذكره عنك باقٍ: /memories.',
  empty: 'لا أتذكر شيئًا عنك بعد. يحفظ /remember TEXT شيئًا.',
  kinds: {
    profile: 'عنك',
    fact: 'حقائق',
    event: 'أحداث',
  },
  earlier: 'لم يعد صحيحًا، محفوظ للتاريخ',
  inGroup: 'قيل في مجموعة',
  passages: (count) => `رسائلك السابقة التي يمكنني الرجوع إليها: ${count}`,
  page: (number, of) => `الصفحة ${number} من ${of}. صفحة أخرى: /memories ${number < of ? number + 1 : 1}`,
  howToChange: 'يحذف /forget 3 الرقم 3، ويغيّره /edit 3 TEXT.',
  rememberHow: 'أخبرني بما أتذكره، مثلًا: /remember لدي حساسية من المكسرات',
  tooLong: (charactersMax) => `هذا أطول من أن أتذكره. من فضلك لا تتجاوز ${charactersMax} حرفًا.`,
  full: 'لا أستطيع أن أتذكر عنك أكثر من هذا. يعرض /memories ما يمكن حذفه.',
  saved: (text, number) => `حُفظ: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `أعرف هذا من قبل: ${text} (/forget ${number})`,
  notKept: {
    off: 'لم أحفظ هذا: الذاكرة متوقفة. يشغّلها /memory on.',
    private: 'لم أحفظ هذا: الوضع الخاص مفعّل هنا. ينهيه /private off.',
  },
  editHow: 'أرسل الرقم والنص الجديد، مثلًا: /edit 3 أعيش في بيرغن',
  edited: (text, number) => `عُدّل: ${text} (/forget ${number})`,
  noSuchNumber: (number) => `لا شيء تحت الرقم ${number}، أو لم يعد موجودًا. يعرض /memories ما هو موجود.`,
  forgetHow: 'ماذا أنسى؟ /forget 3 أو /forget Oslo أو /forget all. يعرض /memories الأرقام.',
  forgotten: (numbers) => `نُسي: ${numbers}. لن أستخدمه ولن أتعلمه من جديد.`,
  forgottenMessages: (count) => `رسائل سابقة تذكر ذلك ولن أنظر إليها بعد الآن: ${count}`,
  whichOne: 'أيها تقصد؟ أرسل /forget مع رقمه:',
  nothingFound: 'لا أتذكر شيئًا كهذا.',
  forgetAllConfirm: (count) =>
    `هل أنسى كل ما أتذكره عنك (${count}) ولا أنظر بعد الآن إلى ما قيل؟ إذن أرسل: /forget all yes`,
  forgottenAll:
    'تم. نسيت كل ما كنت أتذكره عنك، ولن أنظر بعد الآن إلى ما قيل. إن أردت أن أتذكر شيئًا من جديد: /remember TEXT.',
  used: 'من ذاكرتي، استخدمت إجابتي الأخيرة هنا:',
  usedNone: 'لم تستخدم إجابتي الأخيرة هنا شيئًا مما أتذكره عنك.',
  usedGone: 'واستخدمت أيضًا شيئًا نُسي منذ ذلك الحين.',
  state: {
    on: 'الذاكرة تعمل. يوقفها /memory off ويُبقي ما فيها.',
    off: 'الذاكرة متوقفة: لا أتعلم شيئًا ولا أستخدم منها شيئًا. ما فيها باقٍ. يشغّلها /memory on. ما زلت أرى هذه المحادثة حتى ترسل /reset.',
    never: 'أوقف القائم على هذا البوت الذاكرة.',
  },
  private: {
    on: 'الوضع الخاص مفعّل هنا: لا أتعلم شيئًا ولا أستخدم ما أتذكره. ينهيه /private off، وعندها لا أنظر إلى ما قيل خلاله.',
    off: 'الوضع الخاص غير مفعّل هنا. لن أنظر إلى ما قيل فيه.',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `هل أحذف هنا كل شيء عنك نهائيًا؟ الرسائل: ${messages}، الذكريات: ${memories}، الصور: ${pictures}. إذن أرسل: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `يُحذف هنا الآن كل شيء عنك. الرسائل: ${messages}، الذكريات: ${memories}، الصور: ${pictures}. إذا كتبت من جديد فلن أعرفك.`,
  shared: 'يكتب عدة أشخاص بهذا الاسم، لذلك لا أتذكر عنه شيئًا.',
  answeredInPrivate: 'أجبتك في محادثتنا الخاصة.',
  askInPrivate: 'اسألني ذلك من فضلك في محادثة خاصة، لكي تقرأ الإجابة وحدك.',
  onlyHere: 'هذا ممكن هنا فقط، في محادثتنا الخاصة. أرسله هنا من فضلك.',
}

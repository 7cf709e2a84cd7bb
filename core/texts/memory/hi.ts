import type { MemoryTexts } from './memory-texts.ts'

export const memory: MemoryTexts = {
  start: 'आप अपने बारे में जो बताते हैं, मैं उसे याद रखता हूँ। /memories उसे दिखाता है, /forget मिटाता है, /memory off रोकता है।',
  help: '/memories दिखाता है कि मुझे आपके बारे में क्या याद है। /remember TEXT, /edit 3 TEXT और /forget 3 उसे बदलते हैं।\n/memory off उसे रोकता है, /private यहाँ विराम देता है।\n/export आपके बारे में रखा सब कुछ आपको देता है, /delete_me उसे मिटाता है।',
  reset: 'आपके बारे में जो याद है, वह बना रहेगा: /memories।',
  empty: 'मुझे अभी आपके बारे में कुछ याद नहीं है। /remember TEXT कुछ सहेजता है।',
  kinds: {
    profile: 'आपके बारे में',
    fact: 'तथ्य',
    event: 'घटनाएँ',
  },
  earlier: 'अब सही नहीं, इतिहास के रूप में रखा',
  inGroup: 'समूह में कहा गया',
  passages: (count) => `आपके पुराने संदेश जिन्हें मैं देख सकता हूँ: ${count}`,
  page: (number, of) => `पृष्ठ ${number}, कुल ${of}। दूसरा: /memories ${number < of ? number + 1 : 1}`,
  howToChange: '/forget 3 संख्या 3 को मिटाता है, /edit 3 TEXT उसे बदलता है।',
  rememberHow: 'बताइए कि क्या याद रखूँ, जैसे: /remember मुझे मेवों से एलर्जी है',
  tooLong: (charactersMax) => `याद रखने के लिए यह बहुत लंबा है। कृपया अधिक से अधिक ${charactersMax} अक्षर लिखिए।`,
  full: 'मैं आपके बारे में इससे ज़्यादा याद नहीं रख सकता। /memories दिखाता है कि क्या हटाया जा सकता है।',
  saved: (text, number) => `सहेजा: ${text} (/forget ${number})`,
  savedAlready: (text, number) => `यह मुझे पहले से पता है: ${text} (/forget ${number})`,
  notKept: {
    off: 'मैंने इसे नहीं सहेजा: याददाश्त बंद है। /memory on उसे चालू करता है।',
    private: 'मैंने इसे नहीं सहेजा: यहाँ निजी मोड चालू है। /private off उसे समाप्त करता है।',
  },
  editHow: 'संख्या और नया पाठ भेजिए, जैसे: /edit 3 मैं बर्गन में रहता हूँ',
  edited: (text, number) => `बदला: ${text} (/forget ${number})`,
  noSuchNumber: (number) => `संख्या ${number} पर कुछ नहीं है, या अब नहीं है। /memories दिखाता है कि क्या है।`,
  forgetHow: 'मैं क्या भूल जाऊँ? /forget 3, /forget Oslo या /forget all। /memories संख्याएँ दिखाता है।',
  forgotten: (numbers) => `भूल गया: ${numbers}। मैं इसका न उपयोग करूँगा, न इसे फिर सीखूँगा।`,
  forgottenMessages: (count) => `पुराने संदेश जिनमें इसका ज़िक्र है और जिन्हें मैं अब नहीं देखता: ${count}`,
  whichOne: 'आपका मतलब किससे है? /forget और उसकी संख्या भेजिए:',
  nothingFound: 'मुझे ऐसा कुछ याद नहीं है।',
  forgetAllConfirm: (count) =>
    `क्या मैं आपके बारे में याद सब कुछ (${count}) भूल जाऊँ और अब तक कही बातें आगे न देखूँ? तो भेजिए: /forget all yes`,
  forgottenAll:
    'हो गया। आपके बारे में जो याद था, मैं सब भूल गया, और अब तक कही बातें आगे नहीं देखूँगा। कुछ फिर से याद रखवाना हो तो: /remember TEXT',
  used: 'मेरे पिछले जवाब ने यहाँ याददाश्त से यह लिया:',
  usedNone: 'मेरे पिछले जवाब ने यहाँ आपके बारे में याद कोई बात नहीं ली।',
  usedGone: 'उसने कुछ ऐसा भी लिया जो अब भुला दिया गया है।',
  state: {
    on: 'याददाश्त चालू है। /memory off उसे रोकता है और जो है उसे रखता है।',
    off: 'याददाश्त बंद है: मैं न कुछ सीखता हूँ, न उससे कुछ लेता हूँ। जो है वह रखा है। /memory on उसे चालू करता है।',
    never: 'इस बॉट को चलाने वाले ने याददाश्त बंद कर दी है।',
  },
  private: {
    on: 'यहाँ निजी मोड चालू है: मैं न कुछ सीखता हूँ, न याद बातों का उपयोग करता हूँ। /private off उसे समाप्त करता है; तब बीच में कही बातें मैं आगे नहीं देखता।',
    off: 'यहाँ निजी मोड बंद है। उसमें कही बातें मैं आगे नहीं देखता।',
  },
  deleteConfirm: (messages, memories, pictures) =>
    `क्या मैं यहाँ आपके बारे में सब कुछ हमेशा के लिए मिटा दूँ? संदेश: ${messages}, यादें: ${memories}, चित्र: ${pictures}। तो भेजिए: /delete_me yes`,
  deleting: (messages, memories, pictures) =>
    `यहाँ आपके बारे में सब कुछ अब मिटाया जा रहा है। संदेश: ${messages}, यादें: ${memories}, चित्र: ${pictures}। फिर लिखने पर मैं आपको नहीं पहचानूँगा।`,
  shared: 'इस नाम से कई लोग लिखते हैं, इसलिए मैं इसके बारे में कुछ याद नहीं रखता।',
  answeredInPrivate: 'मैंने आपको हमारी निजी चैट में जवाब दिया है।',
  askInPrivate: 'कृपया यह मुझसे निजी चैट में पूछिए, ताकि जवाब केवल आप पढ़ें।',
  onlyHere: 'यह केवल यहाँ, हमारी निजी चैट में होता है। कृपया यहाँ भेजिए।',
}

import type { hazards as source } from '../en/hazards.ts'

export const hazards: Readonly<Record<keyof typeof source, string>> = {
  'hazard.S1': 'हिंसक अपराध',
  'hazard.S2': 'अहिंसक अपराध',
  'hazard.S3': 'यौन अपराध',
  'hazard.S4': 'बच्चों का यौन शोषण',
  'hazard.S5': 'मानहानि',
  'hazard.S6': 'विशेषज्ञ सलाह',
  'hazard.S7': 'निजता',
  'hazard.S8': 'बौद्धिक संपदा',
  'hazard.S9': 'सामूहिक विनाश के हथियार',
  'hazard.S10': 'नफ़रत',
  'hazard.S11': 'आत्महत्या और खुद को नुकसान',
  'hazard.S12': 'यौन सामग्री',
  'hazard.S13': 'चुनाव',
  'hazard.S14': 'कोड इंटरप्रेटर का दुरुपयोग',
  'hazard.hidden-text': 'अदृश्य वर्णों में शब्द',
  'hazard.bidi-override': 'दिशा बदलने वाले बहुत-से वर्ण',
  'hazard.control-characters': 'कच्चे नियंत्रण वर्ण',
}

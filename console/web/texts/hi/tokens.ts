import type { tokens as source } from '../en/tokens.ts'

export const tokens: Readonly<Record<keyof typeof source, string>> = {
  'tokens.about':
    'उन प्रोग्राम के लिए जो व्यक्ति की जगह API इस्तेमाल करते हैं, जैसे Prometheus या बैकअप। खातों, टोकन और नई पुष्टि मांगने वाले कामों के लिए टोकन कभी काफ़ी नहीं होता।',
  'tokens.make': 'टोकन बनाएं',
  'tokens.makeTitle': 'API टोकन बनाएं',
  'tokens.name': 'प्रोग्राम का नाम',
  'tokens.nameHint': 'यह ऑडिट में आपके नाम के साथ दिखता है।',
  'tokens.role': 'यह क्या कर सकता है?',
  'tokens.never': 'आपके अपने खाते से ज़्यादा कभी नहीं, न अभी न बाद में।',
  'tokens.days': 'कितने समय बाद समाप्त',
  'tokens.dayCount.one': '{count} दिन',
  'tokens.dayCount.other': '{count} दिन',
  'tokens.once': 'यह टोकन अभी कॉपी करें: यह दोबारा नहीं दिखेगा। जिसके पास यह हो, वह इसकी भूमिका के सभी काम कर सकता है।',
  'tokens.token': 'API टोकन',
  'tokens.of': 'खाता:',
  'tokens.expires': 'समाप्ति:',
  'tokens.neverUsed': 'कभी इस्तेमाल नहीं हुआ',
  'tokens.revoke': 'निरस्त करें',
  'tokens.revokeThis': '{name} निरस्त करें',
  'tokens.revokeTitle': 'टोकन {name} निरस्त करें?',
  'tokens.revokeBody': 'इसे इस्तेमाल करने वाले प्रोग्राम को तुरंत मना कर दिया जाएगा।',
  'tokens.revoked': 'टोकन {name} निरस्त कर दिया गया।',
  'tokens.none': 'कोई टोकन नहीं',
  'tokens.noneYet': 'यहां के आंकड़े पढ़ने या किसी भूमिका के काम करने के लिए प्रोग्राम को टोकन चाहिए।',
  'tokens.useTitle': 'प्रोग्राम इसे कैसे इस्तेमाल करता है',
  'tokens.use': 'हर अनुरोध के Authorization हेडर में। API का विवरण /api/openapi.json पर है।',
  'tokens.may.operator':
    'वह सब जो मॉडरेटर कर सकते हैं। साथ ही सेटिंग, मॉडल और पर्सोना बदलना, लोगों की सीमाएं तय करना, यादों में बदलाव करना और उन्हें भुलाना। चैनल और गुप्त मान नहीं।',
  'tokens.may.owner':
    'वह सब जो ऑपरेटर का टोकन कर सकता है। साथ ही ऑडिट और मिटाने की रसीदें पढ़ना। खातों, एक्सपोर्ट और मिटाने के लिए एक व्यक्ति चाहिए।',
}

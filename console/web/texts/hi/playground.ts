import type { playground as source } from '../en/playground.ts'

export const playground: Readonly<Record<keyof typeof source, string>> = {
  'playground.about':
    'वही पूछें जो कोई व्यक्ति पूछता: वही गार्ड, प्रॉम्प्ट और मॉडल, पर मेमोरी और इतिहास के बिना। इसका कुछ भी रखा नहीं जाता; आपने पूछा, यह ऑडिट में दर्ज होता है।',
  'playground.ask': 'सवाल',
  'playground.model': '{model} ने जवाब दिया।',
  'playground.text': 'मैसेज',
  'playground.keys': 'Ctrl + Enter से भेजें।',
  'playground.pictures': 'तस्वीरें',
  'playground.pictures.hint': '{count} तक, कुल 10 MB।',
  'playground.pictures.clear': 'तस्वीरें हटाएं',
  'playground.pictures.tooMany': 'ज़्यादा से ज़्यादा {count} चुनें।',
  'playground.pictures.tooLarge': 'ये कुल 10 MB से ज़्यादा हैं। कम या छोटी तस्वीरें चुनें।',
  'playground.unseen': '{model} तस्वीरें नहीं देखता',
  'playground.send': 'पूछें',
  'playground.stop': 'रोकें',
  'playground.waits': 'पहले शब्दों का इंतज़ार…',
  'playground.writes': 'लिखा जा रहा है…',
  'playground.stopped': 'आपने इसे रोक दिया।',
  'playground.brokenOff': 'जवाब बीच में टूट गया। जांचें कि सेवा चल रही है और फिर पूछें।',
  'playground.outcome.answered': 'जवाब दिया गया',
  'playground.outcome.blocked-in': 'सवाल ब्लॉक किया गया',
  'playground.outcome.blocked-out': 'जवाब ब्लॉक किया गया',
  'playground.outcome.noticed': 'जवाब की जगह सूचना',
  'playground.outcome.apologised': 'जवाब की जगह क्षमा संदेश',
  'playground.firstWords': 'पहले शब्द {time} बाद',
  'playground.reason': 'कारण: {reason}',
}

/** What the service says of parts that are not well, in this language: loaded once one is. */
export const failures: Readonly<Record<string, string>> = {
  'sentence.telegram.bad-token':
    'TELEGRAM_BOT_TOKEN बॉट टोकन नहीं है: इसे @BotFather से कॉपी करें; यह 123456:AA… जैसा दिखता है',
  'sentence.telegram.token-unknown':
    'Telegram इस टोकन को नहीं जानता ({status})। यह रद्द हुआ या गलत लिखा गया: @BotFather से मौजूदा टोकन लें और उसे कंसोल (चैनल) में या TELEGRAM_BOT_TOKEN के रूप में सेट करें। TELEGRAM_API_ROOT सेट हो तो उसे भी जांचें।',
  'sentence.telegram.other-process':
    'कोई दूसरी प्रक्रिया यह बॉट टोकन इस्तेमाल कर रही है। उसे रोकें, या इस सेवा को @BotFather से अपना बॉट दें। ({said})',
  'sentence.discord.bad-token':
    'DISCORD_BOT_TOKEN बॉट टोकन नहीं है: इसे {portal} से कॉपी करें, आपका ऐप्लिकेशन, Bot, Reset Token।',
  'sentence.discord.token-unknown':
    'Discord इस टोकन को नहीं जानता: यह रद्द हुआ या गलत लिखा गया। https://discord.com/developers/applications से नया लें (आपका ऐप्लिकेशन, Bot, Reset Token) और उसे कंसोल (चैनल) में या DISCORD_BOT_TOKEN के रूप में सेट करें।',
  'sentence.discord.shards-refused': 'Discord शार्ड नहीं मानता: chasqui.yaml में discord.shards को auto रखें।',
  'sentence.discord.too-many-servers':
    'यह बॉट एक कनेक्शन की क्षमता से ज़्यादा सर्वरों में है: chasqui.yaml में discord.shards को auto रखें।',
  'sentence.discord.version-over': 'Discord अब गेटवे के इस वर्शन का समर्थन नहीं करता: Chasqui अपडेट करें।',
  'sentence.discord.no-intent':
    'Discord इस बॉट को मैसेज पढ़ने नहीं देता। {portal} खोलें, ऐप्लिकेशन चुनें, फिर Bot, और Privileged Gateway Intents में MESSAGE CONTENT INTENT चालू करें।',
  'sentence.discord.closed': 'Discord ने कनेक्शन हमेशा के लिए बंद कर दिया ({number})।',
  'sentence.meta.no-id': '{product} ने बिना id के जवाब दिया; META_GRAPH_ROOT जांचें',
  'sentence.meta.token-refused':
    'Meta यह टोकन नहीं मानता ({number}): इसकी अवधि खत्म हुई या यह रद्द हुआ। नया बनाएं और {setting} में सेट करें।',
  'sentence.meta.no-permission': 'Meta का जवाब {number}: {said}। ऐप और उसके टोकन की अनुमतियां जांचें।',
  'sentence.meta.unauthorised': 'Meta का जवाब {number}: {said}। नया टोकन बनाएं और {setting} में सेट करें।',
  'sentence.meta.refused': 'Meta का जवाब {number}: {said}',
  'sentence.meta.no-json': 'Meta का जवाब {status}, JSON नहीं; META_GRAPH_ROOT जांचें',
  'sentence.meta.no-app-secret':
    'META_APP_SECRET सेट नहीं है; Meta इसी से हस्ताक्षर करता है: इसे developers.facebook.com के ऐप डैशबोर्ड से कॉपी करें (App settings, Basic, App secret)।',
  'sentence.meta.no-verify-token':
    'META_VERIFY_TOKEN सेट नहीं है: एक बना लें, जैसे openssl rand -hex 16 से, और वेबहुक सेट करते समय Meta को वही दें।',
  'sentence.meta.no-public-url':
    'Meta के मैसेज वेबहुक से आते हैं और CHASQUI_PUBLIC_URL सेट नहीं है: इसमें वह https पता रखें जिससे Meta इस सेवा तक पहुंचता है।',
  'sentence.meta.no-https':
    'Meta के मैसेज वेबहुक से आते हैं और CHASQUI_PUBLIC_URL https पता नहीं है: इसमें वह https पता रखें जिससे Meta इस सेवा तक पहुंचता है।',
  'sentence.meta.no-cloud-token':
    'WHATSAPP_CLOUD_PHONE_ID सेट है: WHATSAPP_CLOUD_TOKEN भी सेट करें, यानी whatsapp_business_messaging वाले सिस्टम यूज़र का ऐक्सेस टोकन।',
  'sentence.meta.no-phone-id':
    'WHATSAPP_CLOUD_TOKEN सेट है: WHATSAPP_CLOUD_PHONE_ID भी सेट करें, यानी फ़ोन नंबर की id, जो ऐप डैशबोर्ड में WhatsApp, API setup में दिखती है।',
  'sentence.call.limited.one': '{platform} {count} सेकंड तक और नहीं लेता; उतना रुकें',
  'sentence.call.limited.other': '{platform} {count} सेकंड तक और नहीं लेता; उतना रुकें',
  'sentence.call.refused': '{platform} ने नहीं माना: {said}',
  'sentence.call.refused-by-number': '{platform} ने नहीं माना ({number}): {said}',
  'sentence.call.server-error': '{platform} का जवाब {status}; फिर कोशिश की जा सकती है',
  'sentence.call.server-error-unknown': '{platform} का जवाब {status}; मैसेज शायद भेजा गया, शायद नहीं',
  'sentence.call.no-answer': '{platform} से कोई जवाब नहीं ({reason}); फिर कोशिश की जा सकती है',
  'sentence.call.no-answer-unknown': '{platform} से कोई जवाब नहीं ({reason}); मैसेज शायद भेजा गया, शायद नहीं',
  'sentence.meta.bad-phone-id':
    'फ़ोन नंबर का ID केवल अंकों का होता है, और स्वयं नंबर नहीं है: ऐप डैशबोर्ड उसे WhatsApp, API setup में दिखाता है।',
  'sentence.meta.unknown-phone-id':
    'इस टोकन के लिए ID {id} वाला कोई फ़ोन नंबर नहीं है: ऐप डैशबोर्ड उसे WhatsApp, API setup में दिखाता है।',
  'sentence.meta.other-app':
    'यह ऐप सीक्रेट उस ऐप का नहीं है जिसका यह टोकन है। उसे उस ऐप की App settings, Basic से कॉपी करें, या टोकन उस ऐप में बनाएँ जिसका यह सीक्रेट है।',
  'sentence.discord.may-not-write': 'यह {channels} में नहीं लिख सकता: वहां इसकी भूमिका को {rights} दें।',
  'sentence.engine.stopped': 'इंजन रोक दिया गया।',
  'sentence.engine.no-program': 'मॉडल चलाने वाला प्रोग्राम नहीं है: {why}',
  'sentence.engine.cannot-start': '{model} शुरू नहीं हो सकता: {said}',
  'sentence.engine.unfit': '{model} शुरू हुआ, पर उपयोग लायक नहीं है।',
  'sentence.host.not-yet': '{host} ने अभी तक जवाब नहीं दिया है।',
  'sentence.host.unanswered': '{host} ने {seconds} सेकंड तक एक प्रश्न का जवाब नहीं दिया।',
  'sentence.host.unreachable': '{host} तक नहीं पहुँचा जा सकता ({code})।',
  'sentence.host.broke-off': '{host} ने कनेक्शन तोड़ दिया ({code})।',
  'sentence.host.key-refused': '{host} हमारी कुंजी स्वीकार नहीं करता ({said}): {setting} सेट करें।',
  'sentence.host.key-right': 'क्या {setting} सही है?',
  'sentence.host.wants-key': 'अगर इसे कुंजी चाहिए तो {setting} सेट करें।',
  'sentence.host.unknown-path': '{host} मॉडल या पथ नहीं जानता ({said}): {url} और {model} देखें।',
  'sentence.host.other-models': 'इसके पास मॉडल "{model}" नहीं, {names} है: {setting} सेट करें।',
  'sentence.host.busy': '{host} व्यस्त है ({said})।',
  'sentence.host.failed': '{host} विफल रहा ({said})।',
  'sentence.host.try-again': 'वह {seconds} सेकंड बाद फिर कोशिश करने को कहता है।',
  'sentence.host.no-answer': '{host} कोई जवाब नहीं देता ({said})।',
  'sentence.host.elsewhere': '{host} हमें दूसरे पते पर भेजता है ({said}): {url} में वही सेट करें।',
  'sentence.host.refused': '{host} अनुरोध स्वीकार नहीं करता ({said})।',
  'sentence.host.no-json': '{host} का जवाब JSON नहीं है।',
  'sentence.host.web-page': '{host} एक वेब पेज से जवाब देता है: {setting} देखें।',
  'sentence.host.fell-silent': '{host} जवाब के बीच में {seconds} सेकंड चुप रहा।',
  'sentence.host.did-not-begin': '{host} ने {seconds} सेकंड में जवाब देना शुरू नहीं किया।',
  'sentence.host.late': '{host} ने {seconds} सेकंड में जवाब नहीं दिया।',
  'sentence.guard.no-probabilities': 'गार्ड {model} टोकन की संभावनाएँ नहीं देता: {setting} में कोई दूसरा गार्ड सेट करें।',
  'sentence.guard.unreadable': 'गार्ड {model} पढ़ने लायक फ़ैसला नहीं देता।',
  'sentence.guard.calls-unsafe-safe': 'गार्ड {model} साफ़ तौर पर असुरक्षित पाठ को सुरक्षित कहता है।',
  'sentence.guard.calls-safe-unsafe': 'गार्ड {model} साफ़ तौर पर सुरक्षित पाठ को असुरक्षित कहता है।',
  'sentence.vision.failed': 'चित्र की जाँच विफल रही: {said}',
  'sentence.vision.few-tokens': 'चित्र की जाँच विफल रही: एक चित्र केवल {tokens} टोकन जोड़ता है।',
  'sentence.vision.ignored': 'होस्ट चित्र लेता है और उन्हें देखता नहीं।',
  'sentence.embedder.cannot-load': '{model} लोड नहीं हो सकता। npm ci चलाएँ, फिर दोबारा शुरू करें।',
  'sentence.embedder.no-vectors':
    '{model} पाठ के वेक्टर नहीं बनाता। दूसरा लें, या card.json में serverArguments के रूप में इसका --pooling लिखें।',
  'sentence.embedder.odd-answer': '{host} का जवाब वेक्टरों की सूची नहीं है।',
  'sentence.embedder.odd-vectors': '{host} का जवाब है: {what}।',
  'sentence.database.mighty-role':
    'DATABASE_URL की भूमिका "{role}" सुपरयूज़र है या पंक्ति-स्तर सुरक्षा से बाहर है, जो तब यादों की रक्षा नहीं करती',
  'sentence.proxy.silent':
    '{address} का प्रॉक्सी नहीं बताता कि वह किसके लिए बोल रहा है, इसलिए नेटवर्क के अनुसार कोई सीमा नहीं लगती: उससे X-Forwarded-For भिजवाएँ (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;)।',
  'sentence.proxy.unnamed-here': 'इस कंप्यूटर का एक प्रॉक्सी {setting} में नहीं है, इसलिए नेटवर्क के अनुसार कोई सीमा नहीं लगती।',
  'sentence.disk.unknown': 'खाली जगह मालूम नहीं।',
  'sentence.disk.unseen': '{folders} की मालूम नहीं।',
  'sentence.disk.full': 'जगह बढ़ने तक कुछ नया नहीं लिया जाता (limits.diskFreeBytesMin): जगह बनाएं।',
  'sentence.delivery.refused': 'प्लैटफ़ॉर्म {channels} का टोकन नहीं मानता: मान्य टोकन सेट करें; जवाब उसका इंतज़ार कर रहे हैं।',
  'sentence.settings.unused': 'इस्तेमाल में नहीं, क्योंकि अब हो नहीं सकते: {settings}; कंसोल में सेटिंग देखें।',
  'sentence.switch.failed': '{model} सेवा में नहीं है।',
  'sentence.switch.serves': '{model} जवाब देता है।',
  'sentence.proxy.unnamed': 'लोग {address} से आते हैं, जो {setting} में नहीं है, और एक ही नेटवर्क की सीमाएँ बाँटते हैं।',
  'sentence.proxy.name-it': 'अगर वह आपका प्रॉक्सी है, तो chasqui.yaml में {setting} को {value} पर सेट करें।',
  'sentence.proxy.name-it-and-send':
    'अगर वह आपका प्रॉक्सी है, तो chasqui.yaml में {setting} को {value} पर सेट करें, और उससे X-Forwarded-For भिजवाएँ (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;)।',
}

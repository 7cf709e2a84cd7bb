import type { takeOver as source } from '../en/take-over.ts'

export const takeOver: Readonly<Record<keyof typeof source, string>> = {
  'takeOver.title': 'Wer antwortet',
  'takeOver.about':
    'Hier antwortet der Assistent. Übernehmen Sie, um als Mensch zu antworten: Er pausiert, und die Personen erfahren es.',
  'takeOver.take': 'Übernehmen',
  'takeOver.takeFrom': 'Trotzdem übernehmen',
  'takeOver.from': 'Von {name} übernehmen?',
  'takeOver.from.about': '{name} kann hier dann nicht mehr schreiben. Bereits Gesendetes bleibt.',
  'takeOver.somebody': 'Jemand',
  'takeOver.yours': 'Sie antworten hier',
  'takeOver.theirs': '{name} antwortet hier',
  'takeOver.since': 'Übernommen',
  'takeOver.unanswered': '{count} unbeantwortet',
  'takeOver.left.minutes.one': 'Nach {count} weiteren Minute Stille zurück an den Assistenten',
  'takeOver.left.minutes.other': 'Nach {count} weiteren Minuten Stille zurück an den Assistenten',
  'takeOver.left.seconds.one': 'Nach {count} weiteren Sekunde Stille zurück an den Assistenten',
  'takeOver.left.seconds.other': 'Nach {count} weiteren Sekunden Stille zurück an den Assistenten',
  'takeOver.handBack': 'Zurückgeben',
  'takeOver.handedBack': 'Der Assistent antwortet hier wieder, auch auf noch Unbeantwortetes.',
  'takeOver.waiting': 'Wartet auf Ihre Antwort',
  'takeOver.waiting.none': 'Nichts wartet auf eine Antwort.',
  'takeOver.waiting.more': 'Es gibt noch mehr. Ihre Nachricht beantwortet die, die Sie sehen.',
  'takeOver.message': 'Ihre Nachricht',
  'takeOver.message.about':
    'Wird als von einem Menschen geschrieben gekennzeichnet, ohne Ihren Namen. Der Wächter prüft sie vor dem Senden.',
  'takeOver.length': '{count} von {most}',
  'takeOver.send': 'Senden',
  'takeOver.keys': 'Strg ⏎',
  'takeOver.sent': 'Sie wird wie jede Antwort zugestellt.',
  'takeOver.held': 'Sie antworten hier gerade nicht. Ihr Text bleibt stehen.',
  'takeOver.windowClosed':
    'Die Plattform nimmt gerade keine Nachricht an: Zu lange hat niemand geschrieben. Warten Sie, bis jemand schreibt.',
  'takeOver.blocked': 'Der Wächter hat sie blockiert: {hazards}',
  'takeOver.blocked.what':
    'Nichts wurde gesendet. Formulieren Sie es anders; es wird zusammen mit der Frage geprüft. Oder geben Sie zurück.',
}

import { sayer } from '#machine/sentence.ts'

/** What operators are told of the web server; `console/web/texts` has it in the other languages. */
export const HTTP_SENTENCES = {
  'proxy.silent':
    'The proxy at {address} does not say whom it speaks for, so no limit goes by network: have it send X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
  'proxy.unnamed-here': 'A proxy on this computer is not named by {setting}, so no limit goes by network.',
  'proxy.unnamed': "Visitors come through {address}, which {setting} does not name, and share one network's limits.",
  'proxy.name-it': 'If that is your proxy, set {setting} to {value} in chasqui.yaml.',
  'proxy.name-it-and-send':
    'If that is your proxy, set {setting} to {value} in chasqui.yaml, and have it send X-Forwarded-For (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;).',
} as const

export const say = sayer(HTTP_SENTENCES)

import { openGate } from './gate.ts'
import { takeLink } from './link.ts'
import { tellNonce } from './nonce.ts'
import { direction } from './texts/language.ts'

takeLink()
tellNonce()
const place = document.querySelector('#app')
if (place === null) throw new Error('the document has no #app')
document.documentElement.dir = direction
void openGate(place)

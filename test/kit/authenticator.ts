import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import type { NewPasskey, PasskeyAnswer, PasskeyDraft, PasskeyQuestion } from '#console/api/forms/passkeys.ts'

const FLAGS = { present: 0x01, verified: 0x04, hasKey: 0x40 }

type How = {
  /** Of the page that asks; a browser writes it into what is signed. */
  readonly origin: string
  /** False: it asked for no finger and no PIN. */
  readonly isVerified?: boolean
  /** In place of the next one. */
  readonly counter?: number
}

/** A browser with an authenticator that holds one passkey. */
export class Authenticator {
  readonly id = randomBytes(32).toString('base64url')
  counter = 0
  readonly #key: KeyObject
  readonly #coseKey: Uint8Array
  #userHandle = ''

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    this.#key = privateKey
    this.#coseKey = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
      ]),
    )
  }

  make(draft: PasskeyDraft, name: string, how: How): NewPasskey {
    this.#userHandle = draft.user.id
    const id = Buffer.from(this.id, 'base64url')
    const key = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, this.#coseKey])
    const authData = Buffer.concat([this.#head(draft.rp.id, how, FLAGS.hasKey), key])
    const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, string>()],
      ['authData', new Uint8Array(authData)],
    ])
    return {
      name,
      id: this.id,
      clientDataJSON: clientData('webauthn.create', draft.challenge, how).toString('base64url'),
      attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString('base64url'),
      transports: ['internal'],
    }
  }

  answer(question: PasskeyQuestion, how: How): PasskeyAnswer {
    this.counter += 1
    const authenticatorData = this.#head(question.rpId, how)
    const client = clientData('webauthn.get', question.challenge, how)
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(client).digest()])
    return {
      id: this.id,
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: sign('sha256', signed, this.#key).toString('base64url'),
      userHandle: this.#userHandle,
    }
  }

  #head(rpId: string, { isVerified = true, counter = this.counter }: How, more = 0): Buffer {
    const flags = FLAGS.present | (isVerified ? FLAGS.verified : 0) | more
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count])
  }
}

const clientData = (type: string, challenge: string, { origin }: How) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

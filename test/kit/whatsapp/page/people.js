import { connection } from './connection.js'
import { Collection } from './collection.js'
import { Model } from './model.js'
import { asWid, createWid } from './wid.js'

/** The account itself, by both its names. */
export const me = { pn: undefined, lid: undefined, name: undefined }

export const isMe = (wid) => wid !== undefined && (wid.equals(me.pn) || wid.equals(me.lid))

const pnOf = new Map()
const lidOf = new Map()

/** One person has two names: that of the phone number, and a hidden one. */
export function learn(lid, pn) {
  pnOf.set(lid, pn)
  lidOf.set(pn, lid)
}

export const toPn = (wid) => (wid.isLid() ? asWid(pnOf.get(wid._serialized)) : wid) ?? null
export const toLid = (wid) => (wid.isLid() ? wid : asWid(lidOf.get(wid._serialized))) ?? null

/** Undefined for a number that is not on WhatsApp. What the server says of the other name is remembered. */
export async function queryWidExists(wid) {
  const jid = wid._serialized
  const {
    exists,
    lid = wid.isLid() ? jid : undefined,
    pn = wid.isLid() ? undefined : jid,
  } = await connection.call('exists', { jid })
  if (!exists) return undefined
  if (lid !== undefined && pn !== undefined) learn(lid, pn)
  return { wid }
}

class Contacts extends Collection {
  async find(id) {
    const wid = createWid(id)
    return this.get(wid) ?? this.add(contactOf(wid))
  }

  /** As the sender of a message calls themselves. */
  named(wid, pushname) {
    if (wid === undefined || pushname === undefined) return
    const known = this.get(wid)
    if (known) known.set({ pushname })
    else this.add(contactOf(wid, pushname))
  }
}

function contactOf(wid, pushname) {
  const phoneNumber = wid.isLid() ? (toPn(wid) ?? undefined) : undefined
  return new Model({ id: wid, type: 'in', pushname, phoneNumber, isBusiness: false, isEnterprise: false })
}

export const Contact = new Contacts()

import { Collection } from './collection.js'
import { ChatCollection, findOrCreateLatestChat } from './chats.js'
import { Msg } from './messages.js'
import { Contact, isMe, me, queryWidExists, toLid, toPn } from './people.js'
import { asWid, createWid } from './wid.js'

const none = () => undefined
const no = () => false

export const peopleModules = {
  WAWebCollections: {
    Msg,
    Chat: ChatCollection,
    Contact,
    /** What is known of a group is always up to date. */
    GroupMetadata: { update: async () => undefined },
    Blocklist: new Collection(),
  },
  WAWebWidFactory: { createWid, createWidFromWidLike: createWid, asUserWidOrThrow: asWid },
  WAWebUserPrefsMeUser: { getMaybeMePnUser: () => me.pn, getMaybeMeLidUser: () => me.lid },
  WAWebApiContact: {
    getCurrentLid: toLid,
    getPhoneNumber: toPn,
    getAlternateUserWid: (wid) => (wid.isLid() ? toPn(wid) : toLid(wid)),
  },
  WAWebLidMigrationUtils: { toPn, toLid },
  WAWebQueryExistsJob: { queryWidExists },
  WAWebFindChatAction: { findOrCreateLatestChat },
  WAWebChatGetters: {
    getIsNewsletter: ({ id }) => id.isNewsletter(),
    getIsBroadcast: ({ id }) => id.isBroadcast(),
  },
  WAWebContactGetters: {
    getIsMe: ({ id }) => isMe(id),
    getIsUser: ({ id }) => id.isUser(),
    getIsGroup: ({ id }) => id.isGroup(),
    getIsWAContact: () => true,
    getUserid: ({ id }) => id.user,
    getVerifiedName: none,
    getVerifiedLevel: none,
    getStatusMute: no,
    getName: none,
    getShortName: none,
    getPushname: ({ pushname }) => pushname,
    getIsEnterprise: no,
  },
  WAWebFrontendContactGetters: { getIsMyContact: no },
}

import { loadEarlierMsgs, sendSeen } from './chats.js'
import { findLink, findLinks } from './links.js'
import { getQuotedMsgObj } from './messages.js'
import { MsgKey } from './msg-key.js'
import { reactionTable } from './reactions.js'
import {
  addAndSendMsgToChat,
  capabilities,
  chatStates,
  handlePlaceholderMsgsSeen,
  sendMessageEdit,
  sendReactionToMsg,
} from './sending.js'

export const messageModules = {
  WAWebMsgKey: MsgKey,
  WAWebSendMsgChatAction: { addAndSendMsgToChat },
  WAWebSendMessageEditAction: { sendMessageEdit },
  WAWebSendReactionMsgAction: { sendReactionToMsg },
  WAWebMsgActionCapability: capabilities,
  WAWebMsgReply: { canReplyMsg: ({ type }) => type !== 'revoked' && type !== 'ciphertext' },
  WAWebQuotedMsgModelUtils: { getQuotedMsgObj },
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WALinkify: { findLink, findLinks },
  /** Nothing outside this machine is asked for. */
  WAWebLinkPreviewChatAction: { getLinkPreview: async () => ({}) },
  WAWebChatStateBridge: chatStates,
  WAWebUpdateUnreadChatAction: { sendSeen },
  WAWebChatLoadMessages: { loadEarlierMsgs },
  WAWebAddonReactionTableMode: reactionTable,
  WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
  WAWebNonMessageDataRequestPlaceholderMessageResendUtils: { handlePlaceholderMsgsSeen },
}

/** What is said before an account is linked; everything that shows it takes it from here. */
export const BAN_WARNING = `WhatsApp does not allow this. Its terms forbid clients other than its own and automated
messages, and it finds accounts that use them and bans them, some for ever. No setting makes that impossible. An account
that is banned loses its chats and groups, and its number cannot be registered again unless WhatsApp lifts the ban.

Use a number of its own that you can do without, never the one that you or your business are reached by.
This service only answers those who wrote to it, slowly and one after the other. Do not use it to write to strangers or to
many at once. Where you may, use the official way: WhatsApp Cloud (docs/channels/whatsapp-cloud.md).`

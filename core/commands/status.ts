import type { Command } from './command.ts'

/** What anyone may know: who answers, whether it sees, and how far its guard can be trusted. */
export const status: Command = {
  name: 'status',
  run: ({ texts, status: { model, engine, vision, guard, guardSeesPictures } }) => ({
    text: [
      texts.statusModel(model),
      texts.statusEngine[engine],
      vision ? texts.statusPictures.seen : texts.statusPictures.unseen,
      texts.statusGuard[guard],
      ...(vision ? [guardSeesPictures ? texts.statusPicturesJudged.yes : texts.statusPicturesJudged.no] : []),
    ].join('\n'),
  }),
}

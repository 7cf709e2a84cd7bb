import type { Command } from './command.ts'

/** Public status: the model, whether it reads pictures, and how reliable its guard is. */
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

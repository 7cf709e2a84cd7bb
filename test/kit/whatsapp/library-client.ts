import { once } from 'node:events'
import library, { type Client } from 'whatsapp-web.js'
import { findChromium, NO_CHROMIUM } from '../chromium.ts'

/** The library as it is, in the Chromium that set-up found, with the double's server for WhatsApp. */
export async function libraryClient({ port, folder }: { port: number; folder: string }): Promise<Client> {
  const chromium = await findChromium()
  if (chromium === undefined) throw new Error(NO_CHROMIUM)
  return new library.Client({
    authStrategy: new library.LocalAuth({ dataPath: folder }),
    webVersionCache: { type: 'none' },
    puppeteer: {
      executablePath: chromium.path,
      env: { ...process.env, ...chromium.env },
      pipe: true,
      acceptInsecureCerts: true,
      args: ['--no-sandbox', `--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${port}`],
    },
  })
}

/** Resolves once it waits for a link, or for the page to synchronise. */
export async function started(client: Client): Promise<void> {
  await client.initialize()
  // Puppeteer stops listening to the pipes when it closes them; one that is reset after that would end the process.
  for (const pipe of client.pupBrowser?.process()?.stdio ?? []) pipe?.on('error', () => undefined)
}

/** What the library's next event of this name says. */
export async function next<Args extends unknown[]>(client: Client, event: string): Promise<Args> {
  return (await once(client, event)) as Args
}

import { once } from 'node:events'
import { present, readPrograms } from '#machine/programs.ts'
import library, { type Client } from 'whatsapp-web.js'

/** The library as it is, in the Chromium that set-up found, with the double's server for WhatsApp. */
export async function libraryClient({ port, folder }: { port: number; folder: string }): Promise<Client> {
  const chromium = present((await readPrograms(process.cwd())).chromium)
  return new library.Client({
    authStrategy: new library.LocalAuth({ dataPath: folder }),
    webVersionCache: { type: 'none' },
    puppeteer: {
      executablePath: chromium.path,
      pipe: true,
      acceptInsecureCerts: true,
      args: ['--no-sandbox', `--host-resolver-rules=MAP web.whatsapp.com 127.0.0.1:${port}`],
    },
  })
}

export async function started(client: Client): Promise<void> {
  await client.initialize()
  // Puppeteer stops listening to the pipes when it closes them; one that is reset after that would end the process.
  for (const pipe of client.pupBrowser?.process()?.stdio ?? []) pipe?.on('error', () => undefined)
}

/** What the library's next event of this name says. */
export async function next<Args extends unknown[]>(client: Client, event: string): Promise<Args> {
  return (await once(client, event)) as Args
}

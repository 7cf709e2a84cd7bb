import { cacheFolder } from './cache-folder.mjs'
import { packagesStamp } from './packages.mjs'
import { readResult } from './result.mjs'
import { say, SetupError } from './say.mjs'
import { setUp } from './set-up.mjs'
import { stepsFor } from './steps.mjs'

// For a service that runs, when somebody switches WhatsApp on: looks for a browser alone. The packages stay as they are.
try {
  if (readResult()?.stamp !== packagesStamp())
    throw new SetupError('The packages are of another version than the service: start it again.')
  await setUp({ cache: cacheFolder(), steps: stepsFor('setup/browser.mjs') })
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
process.exit()

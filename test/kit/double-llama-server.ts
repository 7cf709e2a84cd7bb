import { HOST_FAULTS, type HostFaultName } from './host-faults.ts'
import { startModelHost } from './model-host.ts'

// Run in place of llama-server, with its arguments. A prompt with `#fault:NAME#` fails in that way, one with `#die#` ends
// the process.
const { argv } = process
await startModelHost({
  socketPath: argv[argv.indexOf('--host') + 1] ?? '',
  hasEyes: true,
  faultOf({ text }) {
    if (text.includes('#die#')) process.kill(process.pid, 'SIGKILL')
    const [, name = ''] = /#fault:([a-z-]+)#/.exec(text) ?? []
    return name in HOST_FAULTS ? (name as HostFaultName) : undefined
  },
})

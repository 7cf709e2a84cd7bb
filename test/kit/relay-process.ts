import net, { type AddressInfo } from 'node:net'

/** Prints its port and passes connections on to a port of this computer. While stopped, it holds one or two of them. */
const WAITING_MAX = 1
const target = Number(process.argv[2])

const server = net.createServer((socket) => {
  const onward = net.connect(target, '127.0.0.1')
  socket.pipe(onward).pipe(socket)
  for (const [end, far] of [
    [socket, onward],
    [onward, socket],
  ] as const)
    end.on('error', () => far.destroy())
})
server.listen({ host: '127.0.0.2', port: 0, backlog: WAITING_MAX }, () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}`)
})

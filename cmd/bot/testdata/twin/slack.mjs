// Runs the stand-in of Slack that is installed in the folder it is given, for
// the workspace of the second argument (its seed, as JSON). Its first line on
// stdout says where it is. It ends with stdin.
import { Server } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, seed] = process.argv.slice(2)
const { createEmulator } = await import(pathToFileURL(join(folder, 'node_modules', 'emulate', 'dist', 'api.js')))

// It listens on every interface, where loopback is enough.
const listen = Server.prototype.listen
const listening = new Promise((then) => {
  Server.prototype.listen = function (port) {
    return listen.call(this, port, '127.0.0.1', () => then(this.address().port))
  }
})

await createEmulator({ service: 'slack', port: 0, seed: { slack: JSON.parse(seed) } })
process.stdout.write(JSON.stringify({ url: `http://127.0.0.1:${await listening}` }) + '\n')
process.stdin.resume().on('end', () => process.exit())

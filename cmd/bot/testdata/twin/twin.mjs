// Runs the stand-in of Discord that is installed in the folder it is given,
// and does what it reads from stdin: one JSON object a line, each answered by
// one on stdout. The first line on stdout says where it is. It ends with stdin.
import { once, EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import { Server } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const [folder, token] = process.argv.slice(2)
const { DigitalDiscord } = await import(pathToFileURL(createRequire(join(folder, '/')).resolve('discord-digital-twin')))

// It listens on every interface, where loopback is enough.
const listen = Server.prototype.listen
Server.prototype.listen = function (port, then) { return listen.call(this, port, '127.0.0.1', then) }

const text = 0 // a channel's type
const discord = new DigitalDiscord({
  botToken: token,
  channels: [{ name: 'general', type: text }],
  users: [{ username: 'reader' }],
})
await discord.start()
const { app, httpServer, gateway } = discord.server

async function commands() {
  const all = await discord.prisma.applicationCommand.findMany({ where: { applicationId: discord.botUserId } })
  return all.map((c) => ({ ...c, options: JSON.parse(c.options) }))
}

// It lacks the list of commands, which the program compares with its own.
app.route({ method: 'GET', path: '/applications/:application_id/commands', handler: commands })

// What there is to wait for comes with a request that was answered, or with a
// message on the gateway.
const changes = new EventEmitter()
changes.setMaxListeners(0)
const edited = new Set() // paths of the messages that were edited
httpServer.on('request', (request, response) => response.on('finish', () => {
  if (request.method === 'PATCH' && response.statusCode < 300) edited.add(decodeURIComponent(request.url))
  changes.emit('change')
}))
let identify, connected = false
gateway.wss.on('connection', (socket) => socket.on('message', (data) => {
  const { op, d } = JSON.parse(data)
  if (op === 2) identify = d
  if (op === 1 && d > 0) connected = true // the heartbeat after READY
  changes.emit('change')
}))

// when waits until a question has an answer. Whoever asks has the deadline.
async function when(question) {
  for (;;) {
    const change = once(changes, 'change')
    const answer = await question()
    if (answer) return answer
    await change
  }
}

const channelId = (await discord.prisma.channel.findFirst()).id
const userId = await discord.getFirstNonBotUserId()

// answered is what came back for an interaction. What was deferred is there
// when the original was edited; its flags are the deferral's, which the
// stand-in does not apply to the message.
async function answered({ id, token }) {
  const row = await discord.prisma.interactionResponse.findUnique({ where: { interactionId: id } })
  const late = row.type === 5
  if (!row.acknowledged || (late && !edited.has(`/api/v10/webhooks/${discord.botUserId}/${token}/messages/@original`))) return
  const data = JSON.parse(row.data ?? '{}')
  const messages = await discord.channel(channelId).getMessages()
  const message = messages.find((m) => m.id === row.messageId)
  return { type: row.type, choices: data.choices, message: message && { ...message, flags: late ? data.flags : message.flags } }
}

const does = {
  // ready is when a client has identified and has had its READY.
  ready: () => when(() => connected && { intents: identify.intents, shard: identify.shard }),
  // say has a person write a message.
  say: ({ content }) => discord.simulateUserMessage({ channelId, userId, content }),
  // interact has a person do something, and waits for the answer to it.
  interact: async ({ type, data, messageId }) => {
    const begun = await discord.simulateInteraction({ type, channelId, userId, data, messageId })
    return when(() => answered(begun))
  },
  commands,
}

const tell = (answer) => process.stdout.write(JSON.stringify(answer) + '\n')
tell({ url: discord.restUrl })
const lines = createInterface({ input: process.stdin })
lines.on('close', () => process.exit())
for await (const line of lines) {
  const { do: name, ...rest } = JSON.parse(line)
  tell(await does[name](rest) ?? {})
}

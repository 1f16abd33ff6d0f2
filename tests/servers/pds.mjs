// A whole small Bluesky on loopback: a directory of identities in memory and the reference server with a folder.
//
//   node pds.mjs FOLDER
//
// Prints one line of JSON when it is ready: {"url": ..., "accounts": the server's own database}. Ends with its stdin.
// Its packages are those of the folder it is started in.
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createRequire } from 'node:module'

const require = createRequire(join(process.cwd(), 'package.json'))
process.env.LOG_ENABLED ??= 'false'
const { Database, PlcServer } = require('@did-plc/server')
const { PDS, envToCfg, envToSecrets } = require('@atproto/pds')

const folder = process.argv[2]
const secret = () => randomBytes(32).toString('hex')

// A port is asked of the system, so that two runs never meet.
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

async function startDirectory() {
  const port = await freePort()
  const directory = PlcServer.create({ db: Database.mock(), port })
  await directory.start()
  return { url: `http://localhost:${port}`, stop: () => directory.destroy() }
}

async function startServer(directory) {
  const port = await freePort()
  mkdirSync(join(folder, 'blobs'), { recursive: true })
  const env = {
    port,
    hostname: 'localhost',
    devMode: true,
    dataDirectory: folder,
    blobstoreDiskLocation: join(folder, 'blobs'),
    didPlcUrl: directory.url,
    serviceHandleDomains: ['.test'],
    inviteRequired: false,
    rateLimitsEnabled: false,
    disableSsrfProtection: true,
    crawlers: [],
    adminPassword: secret(),
    jwtSecret: secret(),
    plcRotationKeyK256PrivateKeyHex: secret(),
  }
  const server = await PDS.create(envToCfg(env), envToSecrets(env))
  await server.start()
  return { url: `http://localhost:${port}`, stop: () => server.destroy() }
}

const directory = await startDirectory()
const server = await startServer(directory)
console.log(JSON.stringify({ url: server.url, accounts: join(folder, 'account.sqlite') }))

async function stop() {
  await server.stop()
  await directory.stop()
  process.exit(0)
}

process.stdin.on('end', stop).on('error', stop).resume()
process.on('SIGTERM', stop)

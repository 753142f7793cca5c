/**
 * `npm run torture -- [--rounds N] [--seed S]`: a process acts on a library at random and is killed at a random moment,
 * round after round, also while it opens, closes or recovers; after each round the library must hold everything that
 * was acknowledged, of the rest each act wholly or not at all, and nothing else. Ends with exit code 1 at the first
 * round after which it does not. Acts and moments follow from the seed; what the system does meanwhile does not.
 *
 * A kill loses nothing that was written, synced or not: that data is synced before it is acknowledged is shown by
 * tests/storage/write-order.test.ts.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Chance } from '../fuzz/inputs'
import { tortured, type Orders } from './child'
import { makeMaterial, type Material } from './files'
import { killed, type Moment } from './killed'
import { emptyModel, type ModelState } from './model'
import { observe } from './observe'
import { resolve } from './resolve'

/** A tool is bundled into out/tools. */
const root = process.env.PAPERTRAY_ROOT ?? join(import.meta.dirname, '..', '..')

const { values } = parseArgs({
  options: {
    rounds: { type: 'string' },
    seed: { type: 'string' },
    child: { type: 'string' },
    lies: { type: 'boolean' }
  }
})

if (values.child !== undefined) await tortured(values.child)
else await torture(Number(values.rounds ?? 100), Number(values.seed ?? 1), values.lies === true)

interface Figures {
  libraries: number
  acknowledged: number
  kept: number
  lost: number
  torn: number
  readonly kills: Record<Moment['when'] | 'none', number>
}

async function torture(rounds: number, seed: number, lies: boolean): Promise<void> {
  if (!(rounds >= 1) || !Number.isInteger(seed)) fail('--rounds and --seed take numbers')
  const started = performance.now()
  const work = await mkdtemp(join(tmpdir(), 'papertray-torture-'))
  const material = await makeMaterial(join(work, 'material'), await seeds())
  const kills = { opening: 0, working: 0, closing: 0, recovering: 0, none: 0 }
  const figures: Figures = { libraries: 0, acknowledged: 0, kept: 0, lost: 0, torn: 0, kills }
  let home = ''
  let model: ModelState = emptyModel
  for (let round = 1; round <= rounds; round++) {
    const chance = new Chance(seed * 1_000_003 + round)
    if (round === 1 || chance.below(7) === 0) {
      if (home !== '') await rm(home, { recursive: true })
      home = join(work, `library-${round}`)
      await mkdir(home)
      model = emptyModel
      figures.libraries++
    }
    try {
      model = await tormented(home, material, model, chance, figures, lies)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      fail(`--seed ${seed}, round ${round}: ${reason}\nThe library is left in ${home}`)
    }
    if (round % 50 === 0) say(`${round} rounds, ${seconds(started)} s`)
  }
  await rm(work, { recursive: true })
  say(
    `kills           ${Object.entries(kills)
      .map(([when, count]) => `${count} ${when}`)
      .join(', ')}`
  )
  say(`acts            ${figures.acknowledged} acknowledged, all there`)
  say(
    `decisions       of those nobody was told of ${figures.kept} whole, ${figures.lost} not there, 0 in part`
  )
  say(`torn lines      ${figures.torn} set aside`)
  say(`${rounds} rounds on ${figures.libraries} libraries in ${seconds(started)} s: nothing lost`)
}

/** One round: some acts, a kill, perhaps more kills while that is recovered, and a look at what is there. */
async function tormented(
  home: string,
  { folder, files }: Material,
  model: ModelState,
  chance: Chance,
  figures: Figures,
  lies: boolean
): Promise<ModelState> {
  const orders: Orders = {
    home,
    material: folder,
    model,
    seed: chance.below(2 ** 31),
    phases: 2 + chance.below(12),
    lies
  }
  const ordersPath = join(home, 'orders.json')
  await writeFile(ordersPath, JSON.stringify(orders))
  const told = await killed(ordersPath, momentOf(chance))
  figures.kills[told.when]++
  for (let more = chance.below(4) === 0 ? 1 + chance.below(2) : 0; more > 0; more--) {
    await writeFile(ordersPath, JSON.stringify({ ...orders, phases: 0 } satisfies Orders))
    const when = chance.below(3) === 0 ? 'closing' : 'opening'
    const recovering = await killed(ordersPath, { when, after: 0, delay: chance.below(25) })
    if (recovering.when !== 'none') figures.kills.recovering++
  }
  const found = await observe(home, files)
  const resolved = resolve(files, model, told.messages, found)
  figures.acknowledged += resolved.acknowledged
  figures.kept += resolved.kept
  figures.lost += resolved.lost
  figures.torn += found.torn
  return resolved.model
}

function momentOf(chance: Chance): Moment {
  const dice = chance.below(20)
  const when = dice < 3 ? 'opening' : dice < 16 ? 'working' : 'closing'
  const delay = chance.below(when === 'opening' ? 25 : 12)
  return { when, after: 1 + chance.below(30), delay }
}

async function seeds(): Promise<{ name: string; bytes: Buffer }[]> {
  const folder = join(root, 'seeds')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort()
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })))
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(0)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

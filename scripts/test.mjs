/** `npm test -- VITEST-ARGS`: everything that must hold before a change is done, the quick checks first. */
import { rmSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { build } from './lib/build.mjs'
import { chromium, headlessShell } from './lib/chromium.mjs'
import { electronRuntime } from './lib/electron-runtime.mjs'
import { Failure } from './lib/failure.mjs'
import { program } from './lib/program.mjs'
import { inRoot } from './lib/root.mjs'
import { captured, run } from './lib/run.mjs'
import { setUp } from './lib/set-up.mjs'
import { noTests, readCounts } from './lib/test-counts.mjs'

/** In order; steps that stand side by side need nothing of each other and run at the same time. */
const steps = [
  [{ name: 'Set-up', work: setUp }],
  [
    { name: 'Lint', work: lint },
    { name: 'Types and format', work: checkTypesAndFormat },
    { name: 'Build', work: build },
    { name: 'Browser', work: findBrowser }
  ],
  [{ name: 'Unit tests', work: testUnits }],
  [{ name: 'End-to-end tests', work: testEndToEnd }]
]

/** Where tests find their browser. */
let browser
let shell

const total = { ...noTests }
for (const group of steps) {
  const failures = (await Promise.all(group.map(runStep))).filter((exitCode) => exitCode !== 0)
  if (failures.length > 0) {
    process.exitCode = failures[0]
    // A step that failed without failed tests is told by the last line as well.
    total.failed ||= failures.length
    break
  }
}
// Continuous integration reads the last line of the output.
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)

async function lint() {
  await check([program('eslint'), '.', '--max-warnings', '0'])
}

/** Together they take about as long as lint alone. */
async function checkTypesAndFormat() {
  await check(
    [program('typescript', 'tsc'), '-p', 'src/core'],
    [program('typescript', 'tsc'), '-p', '.'],
    [program('typescript', 'tsc'), '-p', 'tests/e2e'],
    [program('svelte-check'), '--tsconfig', './src/renderer/tsconfig.json', '--fail-on-warnings'],
    [program('prettier'), '--check', '.', '--log-level', 'warn']
  )
}

async function testUnits() {
  const report = inRoot('out', 'unit-tests.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  await countTests(report, [program('vitest'), 'run', ...reporters, ...process.argv.slice(2)], environment())
}

async function findBrowser() {
  browser = await chromium()
  shell = await headlessShell()
  console.log(shell === undefined ? browser : `${browser}\n${shell}`)
}

async function testEndToEnd() {
  const { reason } = await electronRuntime({ fetch: false })
  if (reason !== undefined) console.log(`Tests of the project electron are skipped: ${reason}.`)
  const report = inRoot('out', 'e2e-tests.json')
  await countTests(report, [program('@playwright/test', 'playwright'), 'test'], environment())
}

/** Tells tests where their browser is. */
function environment() {
  return { ...process.env, PAPERTRAY_CHROMIUM: browser, ...(shell && { PAPERTRAY_HEADLESS_SHELL: shell }) }
}

/** Runs all the commands of a check and then shows at once what the failed ones said: other steps are running. */
async function check(...commands) {
  let firstExitCode = 0
  let complaints = ''
  for (const command of commands) {
    const { exitCode, output } = await run(process.execPath, command, { stdio: captured })
    if (exitCode === 0) continue
    firstExitCode ||= exitCode
    complaints += output
  }
  if (firstExitCode !== 0) throw new Failure(complaints.trim(), firstExitCode)
}

/** Runs tests in plain view and adds up what they report. */
async function countTests(report, command, env) {
  rmSync(report, { force: true })
  const { exitCode } = await run(process.execPath, command, { env })
  const counts = readCounts(report)
  for (const kind of Object.keys(total)) total[kind] += counts[kind]
  if (exitCode !== 0) throw new Failure(`The tests ended with code ${exitCode}.`, exitCode)
  if (counts.passed === 0) throw new Failure('No test ran.')
}

async function runStep({ name, work }) {
  console.log(`== ${name}`)
  const start = performance.now()
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`
  try {
    await work()
    console.log(`== ${name}: ${seconds()}`)
    return 0
  } catch (error) {
    // Even a bug of these scripts must not keep the last line from being printed.
    console.log(error instanceof Failure ? error.message : error.stack)
    console.log(`== ${name}: failed after ${seconds()}`)
    return error.exitCode ?? 1
  }
}

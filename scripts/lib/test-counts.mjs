import { existsSync, readFileSync } from 'node:fs'

export const noTests = { passed: 0, failed: 0, skipped: 0 }

/** What the JSON report of Vitest or Playwright counts; nothing where there is none. */
export function readCounts(reportFile) {
  if (!existsSync(reportFile)) return noTests
  const report = JSON.parse(readFileSync(reportFile, 'utf8'))
  return 'stats' in report ? playwrightCounts(report) : vitestCounts(report)
}

/** A test that passes at its second try has failed. Errors outside of tests are of files that cannot be loaded. */
function playwrightCounts({ stats: { expected, unexpected, flaky, skipped }, errors }) {
  return { passed: expected, failed: unexpected + flaky + errors.length, skipped }
}

/** A file that could not even be loaded holds no tests and is one failure. */
function vitestCounts(report) {
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests
  }
}

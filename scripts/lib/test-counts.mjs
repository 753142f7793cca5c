import { existsSync, readFileSync } from 'node:fs'

export const noTests = { passed: 0, failed: 0, skipped: 0 }

/** What Vitest's JSON report counts; a file that could not even be loaded holds no tests and is one failure. */
export function readCounts(reportFile) {
  if (!existsSync(reportFile)) return noTests
  const report = JSON.parse(readFileSync(reportFile, 'utf8'))
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests
  }
}

/** For tests; see pack.mjs. */
export function checkedConfiguration(): Promise<Record<string, unknown>>

export function pack(what: {
  readonly platform: 'linux' | 'mac' | 'win'
  readonly unpacked: boolean
  readonly runtime: string
  readonly output: string
  readonly env: NodeJS.ProcessEnv
}): Promise<{ readonly exitCode: number; readonly output: string }>

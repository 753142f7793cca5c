/** The folder the user stood in when npm ran `script`: npm changes to the repository and leaves it in INIT_CWD. */
export const callersFolder = (script) =>
  (process.env.npm_lifecycle_event === script && process.env.INIT_CWD) || process.cwd()

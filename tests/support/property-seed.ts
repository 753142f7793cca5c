import fc from 'fast-check'

/**
 * Property tests try the same values in every run, so that a change alone decides whether they pass. To look for what
 * they have not found yet, name another seed: `PAPERTRAY_SEED=7 npx vitest run`.
 */
fc.configureGlobal({ seed: Number(process.env.PAPERTRAY_SEED ?? 20231218) })

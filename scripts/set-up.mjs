/** `npm run set-up`: makes the repository ready, for those who want to be off the network afterwards. */
import { main } from './lib/failure.mjs'
import { setUp } from './lib/set-up.mjs'

await main(setUp)

import { ruleColours, type Rule, type RuleColour } from '#core/domain/rule'
import type { App } from './app.svelte'
import { offerUndo } from './offer-undo'
import { beginning } from './words'

type RuleWish = Pick<Rule, 'does' | 'matches' | 'text'>

/** The rule that does just that; undefined where there is none. */
export function ruleFor(rules: readonly Rule[], wish: RuleWish): Rule | undefined {
  const text = wish.text.trim().toLowerCase()
  return rules.find(
    ({ does, matches, ...rule }) =>
      does === wish.does && matches === wish.matches && rule.text.trim().toLowerCase() === text
  )
}

/** Makes a rule, and offers to take it back. */
export async function makeRule(app: App, wish: RuleWish): Promise<void> {
  const { client, named } = app
  if (ruleFor(named.rules, wish) !== undefined) return
  const id = `r-${crypto.randomUUID().slice(0, 8)}`
  const text = wish.text.trim().slice(0, 200)
  const colour = wish.does === 'highlight' ? nextColour(named.rules) : null
  const verb = wish.does === 'highlight' ? 'Highlighting' : 'Muting'
  const made = client.request('setRule', { id, rule: { ...wish, text, colour } })
  await offerUndo(app, `${verb} “${beginning(text)}”`, made, () =>
    client.request('setRule', { id, rule: null })
  )
}

/** Ends a rule, and offers to bring it back. */
export async function endRule(app: App, { id, does, matches, text, colour }: Rule): Promise<void> {
  const { client } = app
  const verb = does === 'highlight' ? 'No longer highlighting' : 'No longer muting'
  const ended = client.request('setRule', { id, rule: null })
  await offerUndo(app, `${verb} “${beginning(text)}”`, ended, () =>
    client.request('setRule', { id, rule: { does, matches, text, colour } })
  )
}

/** The one that the fewest rules have. */
export function nextColour(rules: readonly Rule[]): RuleColour {
  const used = (colour: RuleColour): number => rules.filter((rule) => rule.colour === colour).length
  return ruleColours.reduce((best, colour) => (used(colour) < used(best) ? colour : best))
}

/** What a person typed, from what Slack makes of it. Pure. */

/**
 * Slack sends `&`, `<` and `>` escaped and wraps links, mentions and dates in angle brackets. Here they become what stood
 * in the person's message box: a link its address, a link under other words both, a mention the name if Slack tells it.
 * Emoji codes and signs of emphasis are what was typed and stay.
 */
export function typedText(raw: string): string {
  return raw
    .split(/(<[^<>]*>)/)
    .map(part => withoutEntities(part.startsWith('<') && part.endsWith('>') ? unwrap(part.slice(1, -1)) : part))
    .join('')
}

/** The address of a message that is one link and nothing else. */
export function loneLink(raw: string): string | undefined {
  const [, address] = /^\s*<([^<>|@#!][^<>|]*)(?:\|[^<>]*)?>\s*$/.exec(raw) ?? []
  return address === undefined ? undefined : withoutEntities(address)
}

/** The message without the mention that called us. */
export function mentionText(raw: string, botUser: string): string {
  return raw.replaceAll(new RegExp(`\\s*<@${botUser}(?:\\|[^<>]*)?>[,:\\uff0c\\uff1a]?\\s*`, 'g'), ' ').trim()
}

function unwrap(inside: string): string {
  const bar = inside.indexOf('|')
  const target = bar === -1 ? inside : inside.slice(0, bar)
  const label = bar === -1 ? '' : inside.slice(bar + 1)
  if (target.startsWith('@') || target.startsWith('#')) {
    return label === '' ? target : `${target[0]}${label.replace(/^[@#]/, '')}`
  }
  if (target.startsWith('!')) return label === '' ? `@${target.slice(1)}` : label
  return link(target, label)
}

function link(target: string, label: string): string {
  const bare = target.replace(/^(?:mailto|tel):/i, '')
  if (bare !== target) return label === '' ? bare : label
  const isSame = label === '' || stem(label) === stem(target)
  return isSame ? label || target : `${label} (${target})`
}

/** An address as people shorten it. */
function stem(address: string): string {
  return address
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '')
    .toLowerCase()
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

function withoutEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, entity => ENTITIES[entity] ?? entity)
}

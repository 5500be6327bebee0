/** What the platforms take. A catalogue must fit the strictest of the platforms it may be spoken on. */

export type Limits = {
  /** Characters of one text. */
  readonly text: number
  /** Characters of a button's label. */
  readonly button: number
  /** Bytes of the token a button carries. */
  readonly callback: number
  /** Buttons under one question. */
  readonly buttons: number
  /** Characters of a slash command without the slash; `[a-z0-9_]` only. */
  readonly command: number
  /** Characters of a command's line in the menu. */
  readonly commandAbout: number
  readonly commands: number
}

/**
 * core.telegram.org/bots/api: sendMessage 4096, callback_data 64 bytes, inline keyboards of 100 buttons, setMyCommands
 * 100 commands of 32 characters with 256 of description. Labels have no published limit; phones cut them off after about
 * 64 characters.
 */
export const TELEGRAM: Limits = {
  text: 4096,
  button: 64,
  callback: 64,
  buttons: 100,
  command: 32,
  commandAbout: 256,
  commands: 100,
}

/**
 * docs.slack.dev, Block Kit: section text 3000, button text 75, button value 2000, 25 elements in an actions block. A
 * slash command is 32 characters with its slash, its description 2000.
 */
export const SLACK: Limits = {
  text: 3000,
  button: 75,
  callback: 2000,
  buttons: 25,
  command: 31,
  commandAbout: 2000,
  commands: 100,
}

/** The least of each limit. */
export function strictest(first: Limits, ...others: readonly Limits[]): Limits {
  return others.reduce(
    (least, limits) => ({
      text: Math.min(least.text, limits.text),
      button: Math.min(least.button, limits.button),
      callback: Math.min(least.callback, limits.callback),
      buttons: Math.min(least.buttons, limits.buttons),
      command: Math.min(least.command, limits.command),
      commandAbout: Math.min(least.commandAbout, limits.commandAbout),
      commands: Math.min(least.commands, limits.commands),
    }),
    first,
  )
}

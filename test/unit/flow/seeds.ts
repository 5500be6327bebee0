/** The corpus of seeded defects: one fault a row, put into the sound catalogue of `catalogue.ts`. */

/**
 * In `file` the stretch `search` is replaced by `replacement`. The fault must stand in the line where `at` begins, and
 * say `what` and `mend`, or words around them.
 */
export type Seed = readonly [
  name: string,
  file: string,
  search: string,
  replacement: string,
  at: string,
  what: string,
  mend: string,
]

const long = (count: number): string => 'x'.repeat(count)

// biome-ignore format: a table is read in rows
export const leading: readonly Seed[] = [
  ['a jump to nowhere', 'book.yaml', 'none: sorry', 'none: sory', 'none: sory', '`none` leads to `sory`', '`sorry`'],
  ['a choice to nowhere', 'rate.yaml', 'go: comment', 'go: coment', '{ is: 1', 'leads to `coment`', '`comment`'],
  ['another answer to nowhere', 'book.yaml', '    silent:', '    other: { en: Later, zh: 改天, slot: wish, go: lok }\n    silent:', 'other:', '`go` leads to `lok`', '`look`'],
  ['a silence to nowhere', 'book.yaml', 'hold, go: sorry', 'hold, go: sorrow', 'silent:', 'leads to `sorrow`', '`sorry`'],
  ['an else to nowhere', 'book.yaml', 'else: sorry', 'else: nowhere', 'else:', '`else` leads to `nowhere`', 'there is'],
  ['a branch to nowhere', 'book.yaml', 'taken: look', 'taken: loook', 'taken:', '`taken` leads to `loook`', '`look`'],
  ['a go to nowhere', 'book.yaml', '  - end\n', '  - go: away\n', '- go: away', '`go` leads to `away`', 'there is'],
  ['a correction to nowhere', 'book.yaml', 'corrected: look', 'corrected: lok', 'window: {', 'leads to `lok`', '`look`'],
  ['a cancel to nowhere', 'book.yaml', 'cancelled: sorry', 'cancelled: tidy', 'cancelled:', 'leads to `tidy`', 'there is'],
  ['a missing called flow', 'book.yaml', 'call: check', 'call: chekc', 'call:', 'there is no flow `chekc`', '`check`'],
  ['a missing reminded flow', 'book.yaml', 'remind: rate', 'remind: rates', 'remind:', 'no flow `rates`', '`rate`'],
  ['an unreachable step', 'rate.yaml', ', go: comment', '', '- ask: comment', 'nothing leads to the step `comment`', 'go:'],
  ['a dead end', 'check.yaml', '  - end\n', '', '- ask: ready', 'dead end', '`- end`'],
  ['a dead end after an if', 'safety.yaml', '  - end\n', '  - if: now > 0\n    go: warn\n', '- if: now', 'dead end', '- end'],
  ['a loop without an answer', 'check.yaml', '  - end\n', '  - id: a\n    say: { en: A, zh: 甲 }\n  - go: a\n', '- id: a', 'loop without an answer', 'ask:'],
  ['a loop of actions', 'book.yaml', 'none: sorry', 'none: look', '- id: look', 'loop without an answer', 'ask:'],
  ['a loop whose question is passed over when filled', 'book.yaml', '  - set: { window: null }\n', '', '- id: look', '`window` is filled', '`- set: { window: null }`'],
  ['a loop whose question may be passed over', 'check.yaml', '  - end\n', '  - id: a\n    ask: ready\n    always: true\n    when: now > 9\n    say: { en: A, zh: 甲 }\n  - go: a\n', '- id: a', 'loop without an answer', 'ask:'],
  ['a flow that calls itself', 'safety.yaml', '  - hand-over', '  - call: safety\n  - hand-over', '- do: open-case', 'loop without an answer', 'ask:'],
]

// biome-ignore format: a table is read in rows
export const naming: readonly Seed[] = [
  ['an undeclared slot in an ask', 'check.yaml', 'ask: ready', 'ask: redy', '- ask: redy', '`redy` is not declared', '`ready`'],
  ['an unknown slot in a condition', 'book.yaml', 'ready == true', 'redy == true', 'if:', 'no slot `redy`', '`ready`'],
  ['an unknown slot in a when', 'check.yaml', '    safety: true', '    when: redy == true', 'when:', 'no slot `redy`', '`ready`'],
  ['an unknown slot in arguments', 'book.yaml', 'window: "{window}"', 'window: "{windo}"', 'with: { window', 'no slot `windo`', '`window`'],
  ['an unknown slot in call values', 'book.yaml', 'with: { ready', 'with: { raedy', 'with: { raedy', 'no slot `raedy`', '`ready`'],
  ['an unknown slot in a set', 'book.yaml', 'set: { window', 'set: { vindow', 'set:', 'no slot `vindow`', '`window`'],
  ['an unknown slot in sets', 'book.yaml', 'sets: { wish', 'sets: { wich', 'sets:', 'no slot `wich`', '`wish`'],
  ['an unknown slot in choices', 'book.yaml', '"{windows}"', '"{windowes}"', 'choices:', 'no slot `windowes`', '`windows`'],
  ['an unknown slot in a key', 'book.yaml', '    key: "rate:{visit.id}"', '    key: "rate:{visi.id}"', 'key:', 'no slot `visi`', '`visit`'],
  ['an unknown slot in forget', 'book.yaml', 'forget: "rate:{visit', 'forget: "rate:{visitt', 'forget:', 'no slot `visitt`', '`visit`'],
  ['an unknown slot in from', 'book.yaml', 'visit.endsAt', 'vist.endsAt', 'from:', 'no slot `vist`', '`visit`'],
  ['an unknown lasting slot', 'rate.yaml', 'lasting: visit', 'lasting: visits', 'lasting:', 'no slot `visits`', '`visit`'],
  ['a part of a plain slot', 'book.yaml', '"Your phone number, {wish}', '"Your phone number, {phone.country}', 'again:', 'has no parts', '`phone`'],
  ['a value that is only partly a placeholder', 'book.yaml', '"{window}"', '"the {window}"', 'with: { window', 'taken as written', 'exactly'],
  ['two flows that differ about a slot', 'check.yaml', 'ready: { type: yes-no, keep: flow }', 'ready: { type: text, keep: flow }', 'ready: {', '`ready` is text, keep flow here and yes-no', 'same'],
  ['a question no answer fits', 'rate.yaml', 'comment: { type: text', 'comment: { type: any', '- ask: comment', 'only actions fill it', 'another type'],
  ['a choice with nothing to choose', 'book.yaml', '    choices: "{windows}"\n', '', '- ask: window', 'nothing to choose from', '`choices:`'],
  ['a contact that answers no question about a phone', 'check.yaml', '    safety: true', '    request: contact', 'request:', 'a contact is no answer', '`phone`'],
  ['a location that answers no question about an address', 'book.yaml', 'request: contact', 'request: location', 'request:', 'a location is no answer', '`address`'],
  ['an unknown action', 'book.yaml', 'do: find-windows', 'do: find-window', 'do:', 'no action `find-window`', '`find-windows`'],
  ['an action without a branch for an outcome', 'book.yaml', '    taken: look\n', '', 'do: hold-window', 'no branch for `taken`', '`taken:`'],
  ['an action without a branch for its failure', 'safety.yaml', '    failed: warn\n', '', 'do: open-case', 'no branch for `failed`', '`failed:`'],
  ['a branch for no outcome', 'safety.yaml', '    failed: warn\n', '    failed: warn\n    non: warn\n', 'non:', 'no outcome `non`', 'there is'],
  ['a branch for ok', 'safety.yaml', '    failed: warn\n', '    failed: warn\n    ok: warn\n', 'ok:', 'no outcome `ok`', 'next step'],
  ['a missing argument', 'book.yaml', '    with: { window: "{window}" }\n', '', 'do: hold-window', 'needs `window`', '`with:`'],
  ['an unknown duration', 'book.yaml', 'after: rating.ask', 'after: rating.aks', 'after: rating', 'no `rating.aks`', '`ask`'],
  ['a policy value that is no duration', 'book.yaml', 'after: rating.ask', 'after: booking.offered', 'after: booking.off', 'no duration', '24h'],
  ['a duration that begins with policy', 'book.yaml', 'after: rating.ask', 'after: policy.rating.ask', 'after: policy', 'begins with policy', '`rating.ask`'],
  ['an unknown silence', 'book.yaml', 'after: booking.hold', 'after: booking.hld', 'silent:', 'no `booking.hld`', '`hold`'],
  ['an unknown policy value in a condition', 'book.yaml', 'now > 0', 'now > policy.booking.old', 'if:', 'no `booking.old`', '`hold`'],
  ['an unknown policy value in a text', 'safety.yaml', '{policy.region.fire}.', '{policy.region.fier}.', 'say:', 'no `region.fier`', '`fire`'],
  ['a condition that is not CEL', 'book.yaml', 'ready == true &&', 'ready = true &&', 'if:', 'cannot be read', 'CEL'],
  ['a condition that is no question', 'book.yaml', 'if: ready == true && now > 0', 'if: 1 + 1', 'if:', 'not true or false', 'CEL'],
  ['a reminder with no time', 'book.yaml', '    after: rating.ask\n    from: visit.endsAt\n', '', 'remind:', 'nothing says when', '`after:`'],
  ['a reminder both after and before', 'book.yaml', '    quiet: true', '    before: rating.ask', 'before:', 'both', 'one of them'],
  ['another answer without choices', 'book.yaml', '    request: contact', '    other: { en: Later, zh: 改天, slot: wish, go: look }', 'other:', 'nothing is chosen here', 'take it out'],
  ['another answer in a slot that words cannot fill', 'book.yaml', '    silent:', '    other: { en: Later, zh: 改天, slot: window, go: look }\n    silent:', 'other:', 'words cannot fill `window`', 'another slot'],
  ['another answer in no slot', 'book.yaml', '    silent:', '    other: { en: Later, zh: 改天, slot: wihs, go: look }\n    silent:', 'other:', '`wihs` is not declared', '`wish`'],
]

// biome-ignore format: a table is read in rows
export const wording: readonly Seed[] = [
  ['a placeholder that does not exist', 'book.yaml', '{visit.startsAt, date, ::MMMdEjm}, {visit.window}.', '{vist.window}.', 'en: "See', 'no slot `vist`', '`visit`'],
  ['a placeholder inside a plural', 'rate.yaml', '{# stars}', '{# stars {nobody}}', 'en: "{score', 'no slot `nobody`', 'declare'],
  ['a text that ICU cannot read', 'book.yaml', '{visit.window}."', '{visit.window."', 'en: "See', 'cannot be read', '{slot.path}'],
  ['a plural without other', 'rate.yaml', 'other {# stars}', 'few {# stars}', 'en: "{score', 'cannot be read', 'other'],
  ['an apostrophe that swallows a placeholder', 'book.yaml', '"When? We keep', `"When? '{window}' We keep`, 'say: { en: "When', 'apostrophe', '’'],
  ['an instant as a bare number', 'book.yaml', '{visit.startsAt, date, ::MMMdEjm}, {visit.window}.', '{visit.startsAt}.', 'en: "See', 'long number', 'date, ::'],
  ['a yes-no read aloud', 'book.yaml', '"When? We', '"{ready} When? We', 'say: { en: "{ready}', '"true"', 'select'],
  ['a missing language', 'check.yaml', ', zh: 好了吗? ', ' ', 'say:', 'Chinese (`zh`) of `say` is missing', '`zh:`'],
  ['a choice without a language', 'rate.yaml', 'en: Good, zh: 好', 'zh: 好', '{ is: 5', 'English (`en`)', '`en:`'],
  ['a text over the limit', 'book.yaml', 'en: I am sorry.', `en: ${long(3001)}`, 'say: { en: xxx', 'up to 3001 characters', 'by 1'],
  ['a text over the limit after substitution', 'book.yaml', 'en: I am sorry.', `en: "{wish} ${long(2600)}"`, 'say: { en: "{wish', 'up to 3101 characters', 'by 101'],
  ['a button over the limit', 'rate.yaml', 'en: Good,', `en: ${long(65)},`, '{ is: 5', 'button of up to 65', 'by 1'],
  ['a title over the limit', 'book.yaml', 'title: { en: Book a visit', `title: { en: ${long(65)}`, 'title:', 'button of up to 65', 'shorten'],
  ['a repair text with an unknown placeholder', 'repair.yaml', 'en: again.', 'en: "{slot}"', '"again"', 'no slot `slot`', 'declare'],
  ['a repair button over the limit', 'repair.yaml', 'en: person.', `en: ${long(65)}`, '"person"', 'button of up to 65', 'shorten'],
  ['a value told in one language only', 'book.yaml', '您的电话号码,{wish}?', '您的电话号码?', 'again:', '{wish} is told in en and not in zh', 'both languages'],
]

// biome-ignore format: a table is read in rows
export const starting: readonly Seed[] = [
  ['no way to a person at a verbatim question', 'rate.yaml', '    person: true\n', '', 'verbatim:', 'no way to a person', '`person: true`'],
  ['no words that call a person', 'repair.yaml', '"human": { en: [human en]', '"human": { en: []', '"human"', 'no words call a person in en', 'add'],
  ['examples without a title', 'book.yaml', 'title: { en: Book a visit, zh: 预约上门 }\n', '', 'examples:', 'no title', 'title:'],
  ['examples in one language only', 'book.yaml', 'zh: [帮我约个师傅]', 'zh: []', 'examples:', 'no examples in zh', 'zh'],
  ['a command the platforms do not take', 'book.yaml', 'name: book,', 'name: Book-visit,', 'command:', 'no command /Book-visit', 'small letters'],
  ['a command of repair', 'book.yaml', 'name: book,', 'name: human,', 'command:', '/human is taken', 'another name'],
  ['two flows with one command', 'rate.yaml', 'about: Ask how it was\n', 'about: Ask how it was\nstart: { command: { name: book, about: { en: a, zh: b } } }\n', 'start:', '/book also starts `book`', 'another name'],
  ['a command line over the limit', 'book.yaml', 'about: { en: Book a visit', `about: { en: ${long(257)}`, 'command:', '257 characters', 'shorten'],
  ['a button token over the limit', 'rate.yaml', '  - ask: score', `  - id: ${long(40)}\n    ask: score`, 'lasting:', 'carry up to', 'shorter `id:`'],
  ['two choices of one value', 'rate.yaml', 'is: 5', 'is: 1', '{ is: 1, en: Good', 'two choices store `1`', 'another'],
  ['a hazard without words', 'hazards.yaml', '[煤气味]', '[]', 'gas:', '`gas` has no words in zh', 'add'],
  ['no time zone', 'policy.yaml', 'zone: Asia/Shanghai, ', '', 'region:', 'no `region.zone`', 'Asia/Shanghai'],
  ['a time zone that does not exist', 'policy.yaml', 'Asia/Shanghai', 'Asia/Beijin', 'region:', 'no time zone', 'Asia/Shanghai'],
  ['a label of another answer that is too long', 'book.yaml', '    silent:', `    other: { en: ${long(65)}, zh: 改天, slot: wish, go: look }\n    silent:`, 'other:', 'a button of up to 65', 'shorten'],
]

// biome-ignore format: a table is read in rows
export const reading: readonly Seed[] = [
  ['a word nobody knows', 'rate.yaml', '    choices:', '    chioces:', 'chioces:', '`chioces`', 'did you mean `choices`?'],
  ['a wrong type', 'check.yaml', 'safety: true', 'safety: often', 'safety:', '`safety` must be `true` or `false`', '`true`'],
  ['two steps of one name', 'check.yaml', '  - end', '  - ask: ready\n    say: { en: A, zh: 甲 }\n  - end', '- ask: ready\n    say: { en: A', 'two steps are called `ready`', '`id:`'],
  ['the same word twice', 'check.yaml', 'slots:', 'about: Twice\nslots:', 'about: Twice', 'twice', 'rename'],
  ['what is not YAML', 'check.yaml', '{ en: Ready?', '{ en: {Ready}}: x', 'say:', 'this is not YAML', 'quotes'],
  ['a flow in a file of another name', 'check.yaml', 'flow: check', 'flow: cheque', 'flow:', 'called `cheque`, its file `check`', '`cheque.yaml`'],
  ['a repair text that is missing', 'repair.yaml', `  "failed": { en: failed., zh: failed。 }\n`, '', 'texts:', '`failed` is missing', '`failed:`'],
  ['a step that is none', 'check.yaml', '  - end', '  - ende', '- ende', 'not a step', 'begin'],
]

import { describe, expect, test } from 'vitest'
import type { Flow, Problem } from '../../../src/flow/flow.ts'
import { parseFlow } from '../../../src/flow/parse.ts'
import { SOUND } from './catalogue.ts'

function flowOf(steps: string, head = ''): Flow {
  const { flow, problems } = parseFlow({ file: 'a.yaml', source: `flow: a\nabout: A\n${head}steps:\n${steps}` })
  if (flow === undefined) throw new Error(JSON.stringify(problems))
  return flow
}

function problemsOf(source: string): readonly Problem[] {
  return parseFlow({ file: 'a.yaml', source }).problems
}

describe('parseFlow', () => {
  test('gives every step its id and its line: explicit, else the slot, else the number', () => {
    const flow = flowOf(
      '  - say: { en: A, zh: 甲 }\n  - id: look\n    do: find\n    failed: look\n  - ask: window\n    say: { en: B, zh: 乙 }\n  - end\n',
    )
    expect(flow.steps.map(({ id, place }) => [id, place.line])).toEqual([
      ['1', 4],
      ['look', 5],
      ['window', 8],
      ['4', 10],
    ])
  })

  test('spells out the short forms', () => {
    const flow = flowOf(
      `  - ask: light
    say: { en: On?, zh: 亮吗? }
    choices: [{ is: "on", en: "Yes", zh: 亮, go: done }, { is: false, en: "No", zh: 不亮, also: { en: [dark] } }]
  - ask: window
    say: { en: When?, zh: 何时? }
    choices: "{windows}"
  - id: done
    remind: a
    from: "{visit.endsAt}"
    key: x
  - hand-over: why
  - end: all
`,
      'slots: { light: choice, window: { type: choice, keep: flow } }\n',
    )
    expect(flow.slots).toEqual({
      light: { name: 'light', type: 'choice', keep: 'case' },
      window: { name: 'window', type: 'choice', keep: 'flow' },
    })
    expect(flow.start).toEqual({ examples: { en: [], zh: [] } })
    expect(flow.sets).toEqual({})
    expect(flow.steps).toMatchObject([
      {
        kind: 'ask',
        slot: 'light',
        choices: [
          { value: 'on', label: { en: 'Yes', zh: '亮' }, also: { en: [], zh: [] }, go: 'done' },
          { value: false, label: { en: 'No', zh: '不亮' }, also: { en: ['dark'], zh: [] } },
        ],
        always: false,
        verbatim: false,
        safety: false,
        person: false,
        unknown: false,
      },
      { kind: 'ask', choices: { from: 'windows' } },
      { kind: 'remind', flow: 'a', from: 'visit.endsAt', key: 'x', with: {}, quiet: false },
      { kind: 'hand-over', reason: 'why', priority: 'MEDIUM' },
      { kind: 'end', all: true },
    ])
  })

  test('reads the branches of an action as outcomes', () => {
    const flow = flowOf(
      '  - do: hold\n    with: { window: "{window}" }\n    taken: b\n    failed: b\n    final: true\n  - id: b\n    end:\n',
    )
    expect(flow.steps[0]).toMatchObject({
      kind: 'do',
      action: 'hold',
      with: { window: '{window}' },
      on: { taken: 'b', failed: 'b' },
      final: true,
    })
    expect(flow.steps[1]).toMatchObject({ kind: 'end', id: 'b', all: false })
  })

  test('reads every flow of the sound catalogue', () => {
    for (const source of SOUND.filter(({ file }) =>
      ['book.yaml', 'check.yaml', 'rate.yaml', 'safety.yaml'].includes(file),
    )) {
      expect(parseFlow(source).problems).toEqual([])
    }
  })
})

describe('a flow that cannot be read is a list of problems, never an exception', () => {
  test.each([
    ['', 1, '`flow` is missing'],
    ['- a\n- b\n', 1, 'must be a table, not a list'],
    ['just words', 1, 'must be a table, not text'],
    ['flow: a\nabout: A\nsteps:\n', 3, '`steps` must be a list, not empty'],
    ['flow: a\nabout: A\nsteps: []\n', 3, '`steps` is empty'],
    ['flow: a\nabout: A\nsetps: []\nsteps: [end]\n', 3, 'nothing here is called `setps`'],
    ['flow: a\nabout: A\nabout: B\nsteps: [end]\n', 3, 'twice'],
    ['flow: a\nabout: A\n\tsteps: [end]\n', 3, 'a tab'],
    ['flow: a\nabout: A\nsteps: [{ say: { en: a: {b}, zh: c } }]\n', 3, 'not YAML'],
    ['flow: a\nabout: A\nsteps:\n  - say: { en: A, zh: B }\n    go: b\n', 5, '`go` stands in the step `say`'],
    ['flow: a\nabout: A\nsteps:\n  - tell: x\n', 4, 'no step `tell`'],
    ['flow: a\nabout: A\nsteps:\n  - [end]\n', 4, 'not a step'],
    ['flow: a\nabout: A\nsteps:\n  - do: x\n    wiht: { a: b }\n    failed: y\n', 5, '`wiht` names no step'],
    ['flow: a\nabout: A\nsteps:\n  - say:\n      en: 119\n      zh: B\n', 5, '`en` must be text, not the number 119'],
    ['flow: a\nabout: A\nslots:\n  x: chioce\nsteps: [end]\n', 4, '`x` cannot be `chioce`'],
    ['flow: a\nabout: A\nslots:\n  my-slot: text\nsteps: [end]\n', 4, '`my-slot` is no slot name'],
    [
      'flow: a\nabout: A\nsteps:\n  - ask: x\n    say: { en: A, zh: B }\n    choices: windows\n',
      6,
      '`windows` must be a list of choices',
    ],
    ['flow: a\nabout: A\nsteps:\n  - hand-over: x\n    priority: URGENT\n', 5, '`priority` cannot be `URGENT`'],
    ['flow: A b\nabout: A\nsteps: [end]\n', 1, 'is no name of a flow'],
    ['flow: b\nabout: A\nsteps: [end]\n', 1, 'its file `a`'],
  ])('%j', (source, line, what) => {
    const problems = problemsOf(source)
    expect(problems.map(problem => `${problem.line} ${problem.what}`)).toContainEqual(expect.stringContaining(what))
    expect(problems.find(problem => problem.what.includes(what))?.line).toBe(line)
    for (const problem of problems) {
      expect(problem.file).toBe('a.yaml')
      expect(problem.mend).not.toBe('')
    }
  })
})

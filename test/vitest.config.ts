import { defineConfig } from 'vitest/config'

/** All cores; by itself vitest leaves one idle, which of two is half. */
const maxWorkers = '100%'

/**
 * Rings of tests: `unit` is pure, `integration` opens databases and fakes, `browser` drives Chromium, `monkey` does
 * anything at all to a whole house, `slow` starts the real program, and kills it.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          root: '.',
          include: ['test/unit/**/*.test.ts', 'test/conversations/**/*.test.ts'],
          maxWorkers,
        },
      },
      {
        test: {
          name: 'integration',
          root: '.',
          include: ['test/integration/**/*.test.ts', 'test/rules/**/*.test.ts'],
          maxWorkers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'monkey',
          root: '.',
          include: ['test/monkey/**/*.test.ts'],
          maxWorkers,
          testTimeout: 1_800_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          root: '.',
          include: ['test/browser/**/*.test.ts'],
          maxWorkers,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'slow',
          root: '.',
          include: ['test/crash/**/*.test.ts', 'test/docs/**/*.test.ts'],
          globalSetup: 'test/support/build.ts',
          // By itself and one after the other: a machine out of breath would be all that is measured.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

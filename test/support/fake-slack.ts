/** A Slack for tests; the body follows. */
import type { FakeSlack, FakeSlackOptions } from './fake-slack-types.ts'

export declare function startFakeSlack(options?: FakeSlackOptions): Promise<FakeSlack>

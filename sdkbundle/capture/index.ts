/** The SDK as an ES module. */
import {create} from './session';
import type {SessionReplay} from './types';

export type * from './types';

const sdk: SessionReplay = create();

export const {init, setSessionId, getSessionId, getSessionReplayProperties, evaluateTargetingAndCapture, flush, start, stop, shutdown} = sdk;

/** The plugin's script tag, which has the same global as the SDK's: a page loads one of them. */
import {sessionReplayPlugin} from './index';

window.sessionReplay ??= {plugin: sessionReplayPlugin, sessionReplayPlugin};

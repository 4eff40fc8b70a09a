/**
 * The plugin's script tag. Its global has the SDK's own methods too, so that events which another library
 * tracks can be given the recording's id; a page loads this script or the SDK's.
 */
import * as api from '../index';
import {pluginName, sessionReplayPlugin} from './index';

window.sessionReplay ??= {...api, plugin: sessionReplayPlugin, sessionReplayPlugin, pluginName};

/** Drives Amplitude's fork of rrweb's Replayer, which keeps rrweb's interface. */
import '../rrweb/player';

/** The file for `workerUrl`. */
import {work} from './work';

work();

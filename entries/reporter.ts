import { WebSocketReporter } from '../reporter/reporter';

export = WebSocketReporter;

package dev.usher.simulation;

import dev.usher.network.Network;
import dev.usher.network.NetworkContract;

class SimulatedNetworkTest extends NetworkContract {

    @Override
    protected Network network() {
        return new SimulatedNetwork(1);
    }
}

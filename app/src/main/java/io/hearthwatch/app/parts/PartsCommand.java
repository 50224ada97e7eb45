package io.hearthwatch.app.parts;

import io.hearthwatch.app.cli.CommonOptions;
import io.hearthwatch.app.stock.OrderCommand;
import io.hearthwatch.app.stock.ReservationCommand;
import io.hearthwatch.app.stock.StockGoods;
import io.hearthwatch.app.stock.StockLooks;
import io.hearthwatch.app.stock.StocktakeCommand;
import io.hearthwatch.app.stock.TransferCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parts}: stock, orders and what will be needed. */
@Command(
        name = "parts",
        description = {
            "Look at spare parts: stock, the ledger's truth, what will be needed; load suppliers, prices and rules.",
            "Move them by hand: receive, hold, transfer, count, order."
        },
        subcommands = {
            PartsList.class,
            PartsForecast.class,
            PartsOrders.class,
            PartsKit.class,
            OrderCommand.HoldKit.class,
            PartsCheck.class,
            PartsLoad.class,
            StockLooks.Warehouses.class,
            StockLooks.Ledger.class,
            StockGoods.Receive.class,
            StockGoods.Sell.class,
            StockGoods.Quarantine.class,
            StockGoods.Clear.class,
            StockGoods.WriteOff.class,
            ReservationCommand.class,
            TransferCommand.class,
            StocktakeCommand.class,
            OrderCommand.class,
            StockLooks.Suppliers.class,
            StockLooks.Prices.class,
            StockLooks.Serial.class,
            StockLooks.OldParts.class,
            ReservationCommand.OldPart.class
        })
public final class PartsCommand implements Runnable {
    @Mixin
    CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which? " + String.join(", ", spec.subcommands().keySet()));
    }
}
